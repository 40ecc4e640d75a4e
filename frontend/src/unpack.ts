/** From the bytes that Python packed (`nuzuh/web/timemap/packing.py`) to typed arrays and shapes. */

import { MISSING, type Ensemble, type Header, type LandData, type OrderWords, type Payload, type Words } from "./contract";

interface Section {
  name: string;
  /** Of its numbers; `json` for a part of the header. */
  type: string;
  length: number;
  row: number;
}

const DEGREE = 1e6;

/** The number of every code, so that reading a cell is one lookup. */
const VALUES = (() => {
  const values = new Float64Array(65536);
  for (let code = -32767; code < 32768; code++) {
    const size = Math.abs(code) - 1;
    const number = size < 0 ? 0 : Number(`${(size % 900) + 100}e${Math.floor(size / 900) - 5}`);
    values[code + 32768] = Math.sign(code) * number;
  }
  values[MISSING + 32768] = NaN;
  return values;
})();

/** The number that a code stands for; NaN where it is missing. */
export function valueOf(code: number): number {
  return VALUES[code + 32768];
}

async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Undo byte planes and differences along rows. */
function gather(bytes: Uint8Array, section: Section): Uint32Array {
  const { length, row } = section;
  const size = Number(section.type.slice(1));
  const whole = new Uint32Array(length);
  for (let plane = 0; plane < size; plane++) {
    const from = plane * length;
    const shift = 8 * plane;
    for (let i = 0; i < length; i++) whole[i] |= bytes[from + i] << shift;
  }
  const mask = size === 4 ? 0xffffffff : 2 ** (8 * size) - 1;
  for (let start = 0; start < length; start += row) {
    for (let i = start + 1; i < start + row; i++) whole[i] = (whole[i] + whole[i - 1]) & mask;
  }
  return whole;
}

function shapesOf(counts: Int32Array, x: Int32Array, y: Int32Array): GeoJSON.Geometry[] {
  const shapes: GeoJSON.Geometry[] = [];
  let at = 0;
  let point = 0;
  const take = (n: number): GeoJSON.Position[] => {
    const ring: GeoJSON.Position[] = [];
    for (const end = point + n; point < end; point++) ring.push([x[point] / DEGREE, y[point] / DEGREE]);
    return ring;
  };
  while (at < counts.length) {
    const kind = counts[at++];
    if (kind === 0) {
      shapes.push({ type: "Point", coordinates: take(1)[0] });
    } else if (kind === 1) {
      const lines = Array.from({ length: counts[at++] }, () => take(counts[at++]));
      shapes.push({ type: "MultiLineString", coordinates: lines });
    } else {
      const polygons = Array.from({ length: counts[at++] }, () =>
        Array.from({ length: counts[at++] }, () => take(counts[at++])),
      );
      shapes.push({ type: "MultiPolygon", coordinates: polygons });
    }
  }
  return shapes;
}

interface Opened<Head> {
  header: Head;
  arrays: Record<string, Uint32Array>;
}

/** Inflate a piece and take it apart; throws when the bytes are not one. */
export async function open<Head>(bytes: Uint8Array): Promise<Opened<Head>> {
  const whole = await inflate(bytes);
  const said = (from: number, to: number) => JSON.parse(new TextDecoder().decode(whole.subarray(from, to)));
  const last = whole.length - 4;
  const size = new DataView(whole.buffer, whole.byteOffset).getUint32(last, true);
  const { sections, ...header }: Head & { sections: Section[] } = said(last - size, last);
  const arrays: Record<string, Uint32Array> = {};
  let from = 0;
  for (const section of sections) {
    const end = from + section.length * (section.type === "json" ? 1 : Number(section.type.slice(1)));
    if (section.type === "json") Object.assign(header, said(from, end));
    else arrays[section.name] = gather(whole.subarray(from, end), section);
    from = end;
  }
  return { header: header as Head, arrays };
}

/** Unpack a payload; throws when the bytes are not one. */
export async function unpack(bytes: Uint8Array): Promise<Payload> {
  const { header: { land, ...header }, arrays } = await open<Packed>(bytes);
  const shapes = shapesOf(
    Int32Array.from(arrays.counts), Int32Array.from(arrays.x), Int32Array.from(arrays.y),
  );
  const areas = header.areas.length;
  const context = areas + header.context.length;
  const orders = context + header.orders.length;
  return {
    header: land ? { ...header, land: landOf(land, arrays) } : header,
    value: Int16Array.from(arrays.value),
    low: Int16Array.from(arrays.low),
    high: Int16Array.from(arrays.high),
    note: Uint16Array.from(arrays.note),
    flags: Uint8Array.from(arrays.flags),
    placed: Uint16Array.from(arrays.placed),
    flowTotals: Int32Array.from(arrays.flowTotals),
    shapes: shapes.slice(0, areas),
    contextShapes: shapes.slice(areas, context),
    orderShapes: shapes.slice(context, orders),
    blockShapes: shapes.slice(orders),
  };
}

/** The header as it is packed: what of the land are lists of numbers is among the arrays. */
type Packed = Omit<Header, "land"> & { land?: Pick<LandData, "orders" | "scale"> & { numbers: string[] } };

/** The land under orders (`nuzuh/web/timemap/land.py`). */
function landOf({ numbers, orders, scale }: NonNullable<Packed["land"]>, arrays: Record<string, Uint32Array>): LandData {
  const { blockAreas, blockGiven, runs, runBlocks } = arrays;
  const count = runs.length / 5;
  let at = 0;
  const take = (n: number) => Array.from(runBlocks.subarray(at, (at += n)));
  return {
    blocks: numbers.map((number, i) => ({ number, area: blockAreas[i], given: blockGiven[i] === 1 })),
    orders,
    scale,
    runs: Array.from({ length: count }, (_, run) => {
      const [order, start, end, sure, possible] = [0, 1, 2, 3, 4].map((part) => runs[part * count + run]);
      return { order, start, end, sure: take(sure), possible: take(possible) };
    }),
  };
}

/** Unpack an ensemble of movements (`nuzuh/web/timemap/ensemble.py`); throws when the bytes are not that. */
export async function unpackEnsemble(bytes: Uint8Array): Promise<Ensemble> {
  const { header, arrays } = await open<Omit<Ensemble, "changes" | "rates" | "at" | "steps">>(bytes);
  return {
    ...header,
    changes: Int32Array.from(arrays.changes),
    rates: doubles(arrays.ratesHigh, arrays.ratesLow),
    at: Int32Array.from(arrays.at),
    steps: Int32Array.from(arrays.steps),
  };
}

/** Numbers in double precision from the halves of their bits. */
export function doubles(high: Uint32Array, low: Uint32Array): Float64Array {
  const bits = new DataView(new ArrayBuffer(8));
  return Float64Array.from(high, (upper, i) => {
    bits.setUint32(0, upper);
    bits.setUint32(4, low[i]);
    return bits.getFloat64(0);
  });
}

/** Unpack the words of the orders (`nuzuh/web/timemap/orders.py`); throws when the bytes are not that. */
export async function unpackOrders(bytes: Uint8Array): Promise<OrderWords> {
  const { header, arrays } = await open<Omit<OrderWords, "answerOn" | "peopleOn" | "shareOn">>(bytes);
  return {
    ...header,
    answerOn: Uint16Array.from(arrays.answerOn),
    peopleOn: Uint16Array.from(arrays.peopleOn),
    shareOn: Uint16Array.from(arrays.shareOn),
  };
}

type Told = "headlineOn" | "orderHeadlineOn" | "panelOn" | "leadOn" | "fitOn" | "noticeOn";

/** Unpack the words of a phase (`nuzuh/web/timemap/words.py`); throws when the bytes are not that. */
export async function unpackWords(bytes: Uint8Array): Promise<Words> {
  const { header, arrays } = await open<Omit<Words, Told>>(bytes);
  return {
    ...header,
    headlineOn: Uint16Array.from(arrays.headlineOn),
    orderHeadlineOn: Uint16Array.from(arrays.orderHeadlineOn),
    panelOn: Uint16Array.from(arrays.panelOn),
    leadOn: Uint16Array.from(arrays.leadOn),
    fitOn: Uint16Array.from(arrays.fitOn),
    noticeOn: Uint16Array.from(arrays.noticeOn),
  };
}
