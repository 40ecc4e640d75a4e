/** The maps of a comparison: each side, and the difference, on its day (`nuzuh/scene/comparison_maps.py`). */

import type { Compared } from "./comparison";
import type { Comparing } from "./comparing";
import { FLAG, MISSING, type LandData, type Layer, type Note, type Payload } from "./contract";
import { isoDay } from "./days";
import type { Side } from "./pairs";

/** What a map shows of some areas: a note of one day, and what is drawn over the colour. */
interface Marked {
  areas: number[];
  note: Note;
  flags: number;
}

/** The map of the first side, of the second, and of the difference where one is told. */
export function mapsOf(told: Compared, given: Comparing): Payload[] {
  const maps = told.sides.map((side) => sideMap(side, told.reading));
  const { difference } = told;
  if (!difference) return maps;
  const [{ cells }, second] = told.sides;
  const { edges, colours, labels } = given.scale;
  const layer: Layer = {
    ...PLAIN, id: "difference", name: difference.title, title: difference.title, unit: difference.unit,
    edges, colours, labels, marks: given.marks, signed: true, legend: difference.how,
  };
  const marks = difference.marks.map(({ areas, note, wide }) => ({ areas, note, flags: wide ? FLAG.wide : 0 }));
  return [...maps, ofOneDay(cells.payload, second.day, true, [[layer, marks]])];
}

const PLAIN = {
  columns: [], plain: [], signed: false, circles: false, ranged: false, method: "", placed: false, orders: false, over: "", notes: [],
};

function sideMap(side: Side, reading: string): Payload {
  const { cells, day, title, rebuilt } = side;
  const ground = cells.ground(side.layer);
  const layers = side.layer === ground ? [side.layer] : [side.layer, ground];
  const drawn = layers.map((at): [Layer, Marked[]] => {
    const { id, edges, colours, labels, marks, circles, orders, over } = cells.header.layers[at];
    const unit = cells.header.layers[cells.ground(at)].unit;
    const layer: Layer = {
      ...PLAIN, id, name: title, title, unit, edges, colours, labels, marks, orders, over, legend: reading,
      circles: circles && layers.length === 1,
    };
    return [layer, marksOf(side, at)];
  });
  const { land } = cells.header;
  return ofOneDay(cells.payload, day, rebuilt, drawn, drawn[0][0].orders && land ? landOn(land, day) : undefined);
}

/** What a layer of a side says of each area, worded for the day. */
function marksOf({ cells, day }: Side, layer: number): Marked[] {
  const { areas, days } = cells.header;
  return cells.groups(layer, day).map((group) => {
    const { value, low, high, number, lines } = cells.told(layer, group, day);
    const known = (told: number) => (Number.isNaN(told) ? null : told);
    const shade = cells.shade(layer, group[0], day);
    return {
      areas: group,
      note: {
        number, lines, value: known(value), low: known(low), high: known(high), shade: shade < 0 ? null : shade,
        asOf: null, joint: group.length > 1, cells: [], credit: "",
      },
      flags: cells.payload.flags[(layer * areas.length + group[0]) * days + day],
    };
  });
}

/** A map of one day, whose areas are those of another map. */
function ofOneDay(
  from: Payload, day: number, reconstructed: boolean, layers: [Layer, Marked[]][], land?: LandData,
): Payload {
  const { header } = from;
  const count = layers.length * header.areas.length;
  const [note, flags] = [new Uint16Array(count), new Uint8Array(count)];
  layers.forEach(([, marks], layer) => marks.forEach((mark, index) => {
    for (const area of mark.areas) {
      note[layer * header.areas.length + area] = index + 1;
      flags[layer * header.areas.length + area] = mark.flags;
    }
  }));
  // Outlines that are somebody's own belong to their map.
  const drawn = header.context.map(({ kind }) => kind !== "own");
  const { land: _land, ...plain } = header;
  const nothing = new Int16Array(count).fill(MISSING);
  return {
    header: {
      ...plain, first: isoDay(header.first, day), days: 1, reconstructed, later: true, layers: layers.map(([layer, marks]) => ({
        ...layer, notes: marks.map((mark) => mark.note),
      })),
      context: header.context.filter((_, index) => drawn[index]),
      ...(land ? { land } : {}),
      places: [], phases: [], weeks: [], figures: [], evidence: [], joints: [], placed: [], flows: [], movements: [], orders: [],
      credits: [],
    },
    value: nothing, low: nothing, high: nothing, note, flags,
    placed: new Uint16Array(0), flowTotals: new Int32Array(0),
    shapes: from.shapes,
    contextShapes: from.contextShapes.filter((_, index) => drawn[index]),
    orderShapes: [],
    blockShapes: land ? from.blockShapes : [],
  };
}

/** What of the land is in force on a day, which is then the first one. */
function landOn(land: LandData, day: number): LandData {
  const since = (index: number | null) => (index === null ? null : index - day);
  return {
    ...land,
    orders: land.orders.map((order) => ({ ...order, asOf: since(order.asOf), start: since(order.start) })),
    runs: land.runs.filter(({ start, end }) => start <= day && day <= end).map((run) => ({ ...run, start: 0, end: 0 })),
  };
}
