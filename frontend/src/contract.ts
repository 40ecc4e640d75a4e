/** What Python sends and what the time map tells back: the one place where both sides are named. */

/** The constant part, unpacked from the binary payload (`nuzuh/web/timemap/payload.py`). */
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
  /** Whether what came out after the day shown is drawn, too, and marked. */
  later: boolean;
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
  /** Areas that are one on some days. */
  joints: Joint[];
  /** What the figures of a day come to, each sentence once. */
  placed: string[];
  /** Which arrows are drawn: how old a rival may be, how many, how small beside the largest. */
  arrows: { fresh: number; most: number; least: number };
  flows: FlowSeries[];
  movements: Movement[];
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
  /** Words for what is drawn over an area beside its colour, or in the place of one, in order. */
  marks: Record<string, string>;
  /** Titles of the table's columns; the first is the area, the second the number. */
  columns: string[];
  /** Last cells of each area's row where no note has written them, then of each joint's. */
  plain: string[][];
  /** Numbers are written with their sign and a percent sign. */
  signed: boolean;
  /** Draw a circle whose area is the number: for counts of people only. */
  circles: boolean;
  /** The table has a column of likely ranges after the number. */
  ranged: boolean;
  legend: string;
  /** How a saved picture says what the numbers are. */
  method: string;
  /** The map says what its figures come to. */
  placed: boolean;
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
  /** Index of the class that colours the area; null for hatching. */
  shade: number | null;
  /** `{age}` stands for the age on the day shown. */
  lines: string[];
  /** Index of the day that it describes; its age is counted from it. */
  asOf: number | null;
  /** Areas that share it are one mark. */
  joint: boolean;
  /** Cells of the table after the area's name; `{age}` stands for the age. */
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
  /** When its page came out, where that was after `day`; else `day`. */
  came: number;
  areas: number[];
  number: string;
  kind: string;
  where: string;
  publisher: string;
}

export interface Joint {
  areas: number[];
  start: number;
  end: number;
}

/** Reconstructed movement between two areas; its running total is in the binary part. */
export interface FlowSeries {
  from: string;
  to: string;
}

/** A published figure of movement over a period. */
export interface Movement {
  id: string;
  /** Codes of the areas; no destinations for elsewhere in the Strip. */
  origins: string[];
  destinations: string[];
  from: string;
  to: string;
  /** Where an arrow ends that has no destinations. */
  tip: [number, number] | null;
  start: number;
  end: number;
  /** First day on which it is drawn. */
  known: number;
  value: number;
  party: string;
  /** Figures of one question are rivals. */
  question: string;
  /** Movements are counted rather than people. */
  counts: boolean;
  number: string;
  publisher: string;
  who: string;
  /** Day of its page; null where that is not known. */
  cameOut: number | null;
  kind: string;
  way: string;
}

/** A reconstructed arrow as Python has decided and worded it. */
export interface SettledArrow {
  origins: string[];
  destinations: string[];
  low: number;
  high: number;
  number: string;
  sentence: string;
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
  /** Index of each day's sentence on what its figures come to, plus one; 0 for none, empty without any. */
  placed: Uint16Array;
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
  /** Reconstructed arrows of this very period, the largest first; null for none worded. */
  arrows: SettledArrow[] | null;
  /** Address of this view, which is moved to what is on the screen; empty for none. */
  link: string;
  /** Name of a saved picture without its ending; `{date}` stands for the day. */
  stem: string;
  /** Sentence to show instead of a map, when the data cannot be drawn. */
  refusal: string | null;
  /** In a frame on someone else's page: nothing that leads away, the table folded, no higher than the frame. */
  bare: boolean;
}

/** What the time map tells Python when the reader settles. */
export interface Settled {
  date: string;
  since: string | null;
  area: string | null;
  told: number;
}

/** Bits of a cell's flags. */
export const FLAG = { lastKnown: 1, wide: 2, tooOld: 4, more: 8 } as const;

/** Code of a missing value. */
export const MISSING = -32768;
