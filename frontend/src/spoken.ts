/** What is said beside the map on a day: the words of its phase, once they have come. */

import type { Card, Notice, Question, Words } from "./contract";

/** The words of one day; parts that are the same on two days are the same objects. */
export interface Spoken {
  headline: string;
  cards: Card[];
  panel: Question[];
  lead: string[];
  fit: string[];
  notices: Notice[];
}

const NOTHING: never[] = [];

export class WordsByDay {
  private readonly phases: Words[] = [];

  /** Take the words of a phase in; those of another language or view belong elsewhere. */
  add(words: Words): void {
    this.phases.push(words);
  }

  /** The words of a day, of a layer of orders or of people; null while those of its phase have not come. */
  on(day: number, orders: boolean): Spoken | null {
    const words = this.phases.find((one) => one.first <= day && day < one.first + one.days);
    if (!words) return null;
    const at = day - words.first;
    const of = <T>(list: T[], index: Uint16Array, none: T): T => (index[at] ? list[index[at] - 1] : none);
    return {
      headline: orders ? of(words.orderHeadlines, words.orderHeadlineOn, "") : of(words.headlines, words.headlineOn, ""),
      cards: words.cards,
      panel: of<Question[]>(words.panels, words.panelOn, NOTHING),
      lead: of<string[]>(words.leads, words.leadOn, NOTHING),
      fit: orders ? NOTHING : of<string[]>(words.fits, words.fitOn, NOTHING),
      notices: orders ? NOTHING : of<Notice[]>(words.notices, words.noticeOn, NOTHING),
    };
  }
}
