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
  /** Areas under orders with outlines of a reader's own. */
  orders: OrderArea[];
  /** The land under orders, block by block; absent where it is not known. */
  land?: LandData;
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
  /** It shows orders: its headline is theirs. */
  orders: boolean;
  /** Id of the layer over whose colours it stands; empty where they are its own. */
  over: string;
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
  /** Smaller is more important; larger ones appear at closer zoom, and `UNDRAWN` by itself never. */
  rank: number;
  /** Index of the area that it lies in; -1 for none. */
  area: number;
  /** Language of the name where that is not the reader's; else empty. */
  lang: string;
  /** Its names in other languages. */
  others: string[];
  /** Index of the block that it is, where it is one. */
  block?: number;
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

export interface OrderArea {
  name: string;
  start: number;
  end: number;
}

/** The land under orders: what of which order is in force on which days. See `land.ts`. */
export interface LandData {
  blocks: Block[];
  orders: LandOrder[];
  runs: LandRun[];
  /** Classes of how often land was ordered: least count of each, its colour, its text in the legend. */
  scale: { least: number; colour: string; text: string }[];
}

/** A numbered block of the land that orders are about; its shape is in `Payload.blockShapes`. */
export interface Block {
  number: string;
  /** Index of the area that it lies in. */
  area: number;
  /** Its shape is exact; else it is an approximate cell. */
  given: boolean;
}

/** An order, a map that shows again what was ordered before, or a zone. */
export interface LandOrder {
  /** Row of the table of orders; of a zone, its id. */
  id: string;
  /** The order that it reports: reports of one order share it, and count once. */
  order: string;
  kind: "order" | "map" | "zone";
  /** Empty for no zone. */
  zone: "" | "humanitarian" | "no_go" | "yellow_line" | "orange_line";
  /** How its land is known: from exact outlines, from the cells of blocks or of places, no closer than by governorate, not at all; empty for a zone. */
  outline: "given" | "blocks" | "places" | "governorate" | "none" | "";
  /** Of a line that moved since, the day of its course; else null. */
  asOf: number | null;
  /** Of an order, the day on which it took effect by this report: it may come before the first on which that was known; else null. */
  start: number | null;
}

/** What of an order is in force on some days: less of it where a part is given back. */
export interface LandRun {
  /** Index among the orders of the land. */
  order: number;
  /** First and last day, as indices of the cube. */
  start: number;
  end: number;
  /** Indices of the blocks that it covers, and of those that it may cover besides. */
  sure: number[];
  possible: number[];
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
  /** Shapes of the blocks of the land, in their order. */
  blockShapes: GeoJSON.Geometry[];
}

/** Reconstructed movements, and what each member of an ensemble has of them (`nuzuh/web/timemap/ensemble.py`). */
export interface Ensemble {
  /** The days from which the next rates hold, the first one of the balance first. */
  changes: Int32Array;
  /** People a day, way by way as `Header.flows`, change by change. */
  rates: Float64Array;
  /** None where no range is known. */
  members: number;
  /** People a step. */
  unit: number;
  /** The parts of the members below the low and below the high end of a range. */
  range: [number, number];
  /** A range reaches at least from the number divided by this to the number times this. */
  within: number;
  /** The marked days of the members; between two of them their people move evenly. */
  at: Int32Array;
  /** Running totals in steps: way by way, member by member, marked day by marked day. */
  steps: Int32Array;
}

/** The words of the days of one phase (`nuzuh/web/timemap/words.py`); days are indices of the cube. */
export interface Words {
  phase: string;
  /** First day, and how many. */
  first: number;
  days: number;
  cards: Card[];
  /** What is said, each once; the arrays tell for each day which of them, plus one; 0 for none. */
  headlines: string[];
  /** Headlines of the layer of orders, which is always as published: no fits or notices beside it. */
  orderHeadlines: string[];
  panels: Question[][];
  leads: string[][];
  fits: string[][];
  notices: Notice[][];
  headlineOn: Uint16Array;
  orderHeadlineOn: Uint16Array;
  panelOn: Uint16Array;
  leadOn: Uint16Array;
  fitOn: Uint16Array;
  noticeOn: Uint16Array;
}

export interface TextLink {
  text: string;
  /** Empty where there is none. */
  url: string;
  /** Language of the text, as in `lang` of HTML. */
  lang: string;
}

/** A published figure in words, without what changes from day to day. */
export interface Card {
  id: string;
  number: string;
  /** The number without its unit. */
  bare: string;
  publisher: string;
  side: string;
  /** The day that it describes: its age is counted from it. It may lie before the first day of the cube. */
  asOf: number;
  when: string;
  kinds: string[];
  where: string;
  source: TextLink;
  /** Language of the source's title. */
  lang: string;
  repeats: TextLink[];
  weak: boolean;
  value: number | null;
  low: number | null;
  high: number | null;
  central: number;
  quantifier: string;
  /** Day of its page where that came after `asOf`. */
  came: number | null;
  /** To be said while `came` lies after the day shown; with `came` null, always. */
  mark: string;
  /** The figure as one sentence with its source, to be copied. */
  cited: string;
  /** Codes of the areas that it speaks of. */
  areas: string[];
}

export interface Placed {
  /** Index among the cards of its phase. */
  card: number;
  /** Cards with which the same publisher opened the phase. */
  before: number[];
}

/** Cards that can be set against each other on one axis. */
export interface Group {
  unit: string;
  title: string;
  shown: Placed[];
  away: Placed[];
}

export interface Question {
  id: string;
  text: string;
  open: boolean;
  groups: Group[];
}

/** The words of the orders (`nuzuh/web/timemap/orders.py`). */
export interface OrderWords {
  /** Texts of the interface, beside those of the map and in the place of some. */
  words: Record<string, string>;
  cards: OrderCard[];
  /** Sentences on days, each once; `{date}` stands for the day. */
  answers: string[];
  /** Sentences on the people on that land, each once; empty where nothing is known of them. */
  people: string[];
  /** Shares of areas under orders in words, each once. */
  shares: string[];
  /** For each place of the map the blocks that it covers. */
  places: number[][];
  /** How an address names each of these places: the same in every language. */
  placeKeys: string[];
  /** For each day which of the sentences. */
  answerOn: Uint16Array;
  peopleOn: Uint16Array;
  /** For each area for each day which of the shares. */
  shareOn: Uint16Array;
}

/** A report of an order, a rescission or a zone in words, whatever the day. */
export interface OrderCard {
  id: string;
  order: string;
  kind: string;
  /** Day of issue, as an index of the cube. */
  issued: number;
  when: string;
  issuer: string;
  term: string;
  where: string;
  /** Codes of the areas that it names or may cover. */
  pcodes: string[];
  /** Where people were told to go; empty where the report does not say so. */
  to: string;
  blocks: string[];
  /** Numbers that no block has, and names of no known place. */
  unknown: string[];
  named: string;
  published: string;
  measured: string;
  outline: string;
  people: string;
  /** People estimated on its land when it took effect; empty where nothing is known of them. */
  estimate: string;
  /** People there by land, by the census, by the order's own report; empty for one that is not stated, none without an estimate. */
  parts: string[];
  source: TextLink;
  /** Day of its page, where that is known. */
  came: number | null;
  /** To be said while `came` lies after the day shown; with `came` null, always. */
  mark: string;
  /** That it is from a reader's own file, in words; else empty. */
  user: string;
}

export interface Notice {
  text: string;
  /** What was said where, who said it, and of which day. */
  figures: { said: string; source: TextLink; when: string }[];
}

/** What a reader looks at, in the words of the address; null for a part that it does not name. */
export interface ViewParts {
  date: string;
  layer: string;
  /** `published` or `reconstructed`. */
  show: string;
  /** Whose figures: a side, or publishers with commas between them. */
  view: string;
  lang: string;
  /** `no` where figures that came out later are left out. */
  later: string | null;
  since: string | null;
  area: string | null;
  /** Zoom and middle of the map: `3.2/31.42/34.36` (factor, latitude, longitude). */
  zoom: string | null;
  /** Number of the block whose orders are open, and id of the order that is; only beside the map of orders. */
  block: string | null;
  order: string | null;
  /** The place whose orders are open, as `OrderWords.placeKeys` names it; only beside the map of orders. */
  place: string | null;
  /** Id of the story that is told beside the map, and which of its steps, from 1; null for none. */
  story: string | null;
  step: string | null;
}

/** A part of a sentence of a story: `source` is the place of what it is from, from 1; 0 for none. */
export interface Segment {
  text: string;
  /** It comes from the data. */
  filled: boolean;
  source: number;
}

/** Where a number is from: `page` of the app has its record, empty for what is computed. */
export interface StorySource {
  id: string;
  text: string;
  source: { text: string; url: string };
  lang: string;
  page: string;
}

export interface StoryStep {
  title: string;
  day: string;
  view: Pick<ViewParts, "date" | "since" | "layer" | "show" | "view" | "area" | "zoom">;
  said: Segment[][];
  /** Why other sentences are not told. */
  leftOut: string[];
  notes: string[];
  sources: StorySource[];
}

/** A story in the reader's language. */
export interface StoryTold {
  id: string;
  title: string;
  steps: StoryStep[];
}

/** The payloads of another kind of view, which a page in one file carries along, and a site has at hand. */
export interface OtherPayloads extends Pick<ViewMessage, "signature" | "words" | "ensemble" | "orders" | "stem"> {
  view: Pick<ViewParts, "lang" | "layer" | "show" | "view" | "later">;
}

/** The small part that goes out with each run of the page. */
export interface ViewMessage {
  /** Which cube it is for. */
  signature: string;
  /** Which words of the orders stand beside it; empty for the map's own page. */
  orders: string;
  /** Which words it is for: of each phase, in their order in time. */
  words: string[];
  /** What the reader looks at, as Python knows it. */
  view: ViewParts;
  /** Version of the data, which an address names. */
  data: string;
  /** Where the app opens by itself, and why there. */
  opening: { date: string; show: string; why: string } | null;
  /** Which ensemble its reconstructed movements have; empty where it shows none. */
  ensemble: string;
  /** Id and name of each choice of whose figures. */
  sides: [string, string][];
  /** Id and name of each layer; those that the cube lacks need another one. */
  layers: [string, string][];
  /** Ids of the layers that can be reconstructed. */
  rebuilt: string[];
  /** What to say, and what to offer, where no map comes. */
  late: [string, string];
  /** What orders are called here, and which data everything stands on. */
  about: string[];
  /** Sentences about the link that was opened. */
  notices: string[];
  theme: "light" | "dark";
  /** Address of the live app, without a query; empty for none. */
  address: string;
  /** Address of the folder in which the pages of a static site are folders; empty in the app. */
  home: string;
  /** Name of a saved picture without its ending; `{date}`, `{since}`, `{layer}`, `{area}` and `{zoom}` stand for what is shown. */
  stem: string;
  /** Sentence to show instead of a map, when the data cannot be drawn. */
  refusal: string | null;
  /** In a frame on someone else's page: map, date and source alone. */
  bare: boolean;
  /** The story that is told beside the map; null for none. */
  story: StoryTold | null;
  /** Payloads of other kinds of views that are here, too. */
  others: OtherPayloads[];
}

/** What the time map tells Python when the reader settles, or wants another payload. */
export interface Settled extends ViewParts {
  told: number;
}

/** What the reader may want beside the screen, for which somebody outside is needed: Python in the app. */
export const TAKINGS = ["compare", "print", "clip", "data", "page", "publishers"] as const;
export type Taking = (typeof TAKINGS)[number];

/** Bits of a cell's flags. */
export const FLAG = { lastKnown: 1, wide: 2, tooOld: 4 } as const;

/** Code of a missing value. */
export const MISSING = -32768;
