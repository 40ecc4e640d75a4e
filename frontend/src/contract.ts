/** What Python sends and what the time map tells back: the one place where both sides are named. */

/** The constant part, unpacked from the binary payload (`maps/timemap/payload.py`). */
export interface Header {
  /** Texts of the interface in the reader's language, by key; `{name}` marks a placeholder. */
  words: Record<string, string>;
  lang: string;
  rtl: boolean;
  /** Names of the months, written out and short, as Python writes them. */
  months: { long: string[]; short: string[] };
  /** First day, ISO; the cube holds `days` days from it. */
  first: string;
  days: number;
  /** Whether the values come from the population balance rather than from publications. */
  reconstructed: boolean;
  /** The layers over the same areas and days, in the order of the cubes. */
  layers: Layer[];
  palettes: Record<"light" | "dark", Palette>;
  areas: Area[];
  context: Context[];
  places: Place[];
  phases: Phase[];
  /** A number a week from the first day: people who moved, for the histogram of the rail. */
  weeks: (number | null)[];
  /** How many published figures describe each week. */
  figures: number[];
  evidence: Evidence[];
  flows: FlowSeries[];
  counted: CountedFlow[];
  orders: OrderArea[];
  /** Lines under a saved picture. */
  credits: string[];
}

export interface Layer {
  id: string;
  name: string;
  title: string;
  unit: string;
  edges: number[];
  colours: string[];
  labels: string[];
  missing: string;
  /** Titles of the table's columns; the first is the area, the second the number. */
  columns: string[];
  /** Last cells of each area's row where no note has written them. */
  plain: string[][];
  /** Numbers are written with their sign and a percent sign. */
  signed: boolean;
  /** Draw a circle whose area is the number: for counts of people only. */
  circles: boolean;
  /** The table has a column of likely ranges after the number. */
  ranged: boolean;
  legend: string;
  notes: Note[];
}

export interface Palette {
  paper: string;
  sea: string;
  land: string;
  unknown: string;
  border: string;
  ink: string;
  quiet: string;
  halo: string;
  water: string;
  road: string;
  accent: string;
}

export interface Area {
  id: string;
  name: string;
  /** Where its label wants to stand beside the whole: left, right, or inside the area. */
  side: "left" | "right" | "inside";
  /** Longitude and latitude of the point that circles, arrows and labels refer to. */
  at: [number, number];
  /** Latitude at which a label beside the whole stands. */
  labelAt: number;
}

/** What was published for a cell: the words stand as Python wrote them. */
export interface Note {
  number: string;
  /** Exact value in the layer's unit. */
  value: number | null;
  low: number | null;
  high: number | null;
  /** An upper bound: on a class limit it belongs below. */
  below: boolean;
  lines: string[];
  /** Index of the day that it describes; its age is counted from it. */
  asOf: number | null;
  /** What follows the age, beginning with a comma. */
  suffix: string;
  /** Cells of the table after the number; `{age}` stands for the age. */
  cells: Cell[];
  /** How a saved picture cites it; empty for not at all. */
  credit: string;
}

export type Cell = string | { text: string; url: string }[];

export interface Context {
  kind: string;
  name: string;
}

export interface Place {
  name: string;
  at: [number, number];
  /** Smaller is more important; larger ones appear at closer zoom. */
  rank: number;
}

export interface Phase {
  id: string;
  name: string;
  start: number;
  end: number;
  preset: number;
}

export interface Evidence {
  /** First and last day that it describes. */
  start: number;
  day: number;
  areas: number[];
  number: string;
  kind: string;
  where: string;
  publisher: string;
}

/** Reconstructed movement from one place to another; its running total is in the binary part. */
export interface FlowSeries {
  from: string;
  to: string;
  fromAt: [number, number];
  toAt: [number, number];
}

/** A published figure of movement over a period. */
export interface CountedFlow {
  from: string;
  to: string;
  fromAt: [number, number];
  toAt: [number, number];
  start: number;
  end: number;
  value: number;
  publisher: string;
  /** Figures of one series replace each other. */
  series: string;
  /** Figures of one way are rivals: they answer the same question. */
  way: string;
  number: string;
  who: string;
  kind: string;
}

export interface OrderArea {
  name: string;
  start: number;
  end: number;
}

/** The whole payload: header and typed arrays, layer by layer, area by area, day by day. */
export interface Payload {
  header: Header;
  /** Told numbers as decimal codes, see `unpack.ts`; missing is `MISSING`. */
  value: Int16Array;
  low: Int16Array;
  high: Int16Array;
  /** Index of the note plus one; 0 where there is none. Areas that share one are one figure. */
  note: Uint16Array;
  /** Bits of `FLAG`. */
  flags: Uint8Array;
  /** Running totals of people, series by series. */
  flowTotals: Int32Array;
  shapes: GeoJSON.Geometry[];
  contextShapes: GeoJSON.Geometry[];
  orderShapes: GeoJSON.Geometry[];
}

/** The small part that changes with each run of the page. */
export interface ViewMessage {
  /** Which payload it is for. */
  signature: string;
  date: string;
  layer: string;
  since: string | null;
  area: string | null;
  theme: "light" | "dark";
  /** Number of the last thing told that Python had heard when it wrote this. */
  heard: number;
  /** Movements of the period with their ranges, once Python has computed them: by "from>to". */
  ranges: Record<string, string>;
  /** Sentence to show instead of a map, when the data cannot be drawn. */
  refusal: string | null;
  /** In a frame on someone else's page: nothing that leads away, the table folded, no higher than the frame. */
  bare?: boolean;
  /** Address of the view for a saved picture, where the address bar does not hold it. */
  link?: string;
}

/** What the time map tells Python when the reader settles. */
export interface Settled {
  date: string;
  since: string | null;
  area: string | null;
  told: number;
}

/** Bits of a cell's flags. */
export const FLAG = { old: 1, wide: 2 } as const;

/** Code of a missing value. */
export const MISSING = -32768;
