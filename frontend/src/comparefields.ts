/** The fields of a comparison: in what its sides differ, the layer, and for each side its day, its kind, whose figures. */

import type { Base, Texts } from "./comparing";
import { element } from "./element";
import { keepDateField, type DateField } from "./raildate";
import { Segments } from "./segments";
import { beside, sidesOf, swapped, WAYS, wayOf, type Look, type Pairing, type Sides, type Way } from "./sides";

const SHOWS = ["published", "reconstructed"];

interface SideFields {
  element: HTMLElement;
  day: DateField;
  show: HTMLSelectElement;
  whose: HTMLSelectElement;
}

export class CompareFields {
  readonly element = element("div", "sc-fields");
  private readonly way: Segments;
  private readonly layer: Segments;
  private readonly fields: [SideFields, SideFields];
  private now: Pairing | null = null;

  constructor(
    private readonly base: Base, private readonly texts: Texts, private readonly sides: Sides,
    private readonly wanted: (pairing: Pairing) => void,
  ) {
    const say = (key: string) => texts.say(key);
    this.way = new Segments(
      "sc-way", say("compare.way"), WAYS.map((way) => [way, say(`compare.way.${way}`)]),
      (way) => this.want((pairing) => sides.compared(sidesOf(pairing)[1], way as Way)),
    );
    this.layer = new Segments(
      "sc-layer", say("layer.label"), base.layers.map(({ id }) => [id, say(`layer.${id}`)]), (layer) => this.want((pairing) => this.onLayer(pairing, layer)),
    );
    const swap = element("button", "", `⇅ ${say("compare.swap")}`, { type: "button" });
    swap.addEventListener("click", () => this.want(swapped));
    this.fields = [
      this.side("first", (pairing, look) => beside(sidesOf(pairing)[1], look)),
      this.side("second", (pairing, look) => beside(look, sidesOf(pairing)[0])),
    ];
    const row = element("div", "sc-row");
    row.append(this.way.element, this.layer.element, swap);
    this.element.append(row, ...this.fields.map((fields) => fields.element));
  }

  /** Show which comparison is asked for. */
  show(pairing: Pairing): void {
    this.now = pairing;
    const can = this.sides.canRebuild(pairing.layer) && !pairing.later;
    this.way.choose(wayOf(pairing));
    this.way.element.querySelectorAll("label").forEach((label, at) => (label.hidden = at > 0 && !can));
    this.layer.choose(pairing.layer);
    sidesOf(pairing).forEach((look, at) => {
      const { day, show, whose } = this.fields[at];
      day.show(this.texts.index(look.date));
      [show.value, show.hidden] = [look.show, !can];
      [whose.value, whose.hidden] = [look.view, !this.sides.isRebuilt(look)];
    });
  }

  private want(changed: (pairing: Pairing) => Pairing): void {
    if (this.now) this.wanted(changed(this.now));
  }

  /** Another layer; one that is never reconstructed is compared on two days. */
  private onLayer(pairing: Pairing, layer: string): Pairing {
    const other = { ...pairing, layer };
    if (this.sides.canRebuild(layer)) return other;
    const days = { ...other, show: "published", compareView: "", compareShow: "" };
    return days.compare ? days : this.sides.compared(sidesOf(days)[1], "days");
  }

  private side(name: "first" | "second", take: (pairing: Pairing, look: Look) => Pairing): SideFields {
    const { texts, base } = this;
    const title = texts.say(`compare.${name}`);
    const label = (key: string) => `${title}: ${texts.say(key)}`;
    const change = (parts: Partial<Look>) => this.want((pairing) => {
      const look = sidesOf(pairing)[name === "first" ? 0 : 1];
      return take(pairing, { ...look, ...parts });
    });
    const field = element("input", "sc-day", "", {
      type: "text", autocomplete: "off", maxlength: "60", "aria-label": label("date.label"), title: texts.say("rail.date"), "aria-describedby": `sc-${name}-bad`,
      "data-testid": `${name}-day`,
    });
    const problem = element("p", "sc-bad", "", { id: `sc-${name}-bad`, role: "alert" });
    problem.hidden = true;
    const last = base.days - 1;
    const day = keepDateField(base, field, problem, {
      last: () => last, begin() {}, go: (index) => change({ date: texts.iso(index) }),
    }, new AbortController().signal);
    const show = select(label("show.label"), `${name}-show`, SHOWS.map((one) => [one, texts.say(`show.${one}`)]), (value) => change({ show: value }));
    const whose = select(label("view.label"), `${name}-view`, base.views, (view) => change({ view, show: "reconstructed" }));
    const group = element("div", "sc-side", "", { role: "group", "aria-label": title });
    group.append(element("strong", "", title), field, show, whose, problem);
    return { element: group, day, show, whose };
  }
}

function select(label: string, testId: string, options: [string, string][], chosen: (value: string) => void): HTMLSelectElement {
  const made = element("select", "", "", { "aria-label": label, title: label, "data-testid": testId });
  for (const [value, text] of options) made.add(new Option(text, value));
  made.addEventListener("change", () => chosen(made.value));
  return made;
}
