/** Hatching and dots whose marks keep their size on the screen at any zoom. */

/**
 * Not reported rises, what was last known falls, a wide range is dotted; land under orders falls in its
 * own ink, and where that is only possible it is dotted.
 */
export type Kind = "rising" | "falling" | "dots" | "ordered" | "possible";

export const STEP: Record<Kind, number> = { rising: 6, falling: 12, dots: 9, ordered: 7, possible: 7 };

const WIDTH: Record<Exclude<Kind, "dots" | "possible">, number> = { rising: 0.9, falling: 0.9, ordered: 1.5 };

/** Marks on the classes' own colours, which are the same in both themes. */
export const INK = "#1d1b18";
/** Land under orders; a light casing sets its lines off from dark classes. */
export const ORDERED = "#0b6e8a";
const CASING = "rgba(255,255,255,0.6)";

export class Patterns {
  private readonly known = new Map<string, CanvasPattern>();

  constructor(private readonly ctx: CanvasRenderingContext2D) {}

  forget(): void {
    this.known.clear();
  }

  /** Fill paths in reference units, `unit` of which make a CSS pixel. */
  fill(paths: Path2D[], kind: Kind, colour: string, unit: number, ratio: number): void {
    if (!paths.length) return;
    const pattern = this.of(kind, colour, ratio);
    pattern.setTransform(new DOMMatrix().scale(unit / ratio));
    this.ctx.fillStyle = pattern;
    for (const path of paths) this.ctx.fill(path, "evenodd");
  }

  private of(kind: Kind, colour: string, ratio: number): CanvasPattern {
    const key = `${kind}|${colour}|${ratio}`;
    let pattern = this.known.get(key);
    if (!pattern) {
      pattern = this.ctx.createPattern(tile(kind, colour, STEP[kind], ratio), "repeat")!;
      this.known.set(key, pattern);
    }
    return pattern;
  }
}

/** One tile of a pattern, `step` CSS pixels wide. */
export function tile(kind: Kind, colour: string, step: number, ratio: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  const size = Math.round(step * ratio);
  canvas.width = canvas.height = size;
  const ctx = canvas.getContext("2d")!;
  ctx.strokeStyle = colour;
  if (kind === "dots" || kind === "possible") {
    const dot = (radius: number, ink: string) => {
      ctx.beginPath();
      ctx.fillStyle = ink;
      ctx.arc(size / 2, size / 2, radius * ratio, 0, 2 * Math.PI);
      ctx.fill();
    };
    if (kind === "possible") dot(1.9, CASING);
    dot(1.3, colour);
    return canvas;
  }
  const falling = kind !== "rising";
  // Three parallel lines, so that the corners of neighbouring tiles meet.
  for (const shift of [-size, 0, size]) {
    ctx.moveTo(shift - size / 2, falling ? -size / 2 : 1.5 * size);
    ctx.lineTo(shift + 1.5 * size, falling ? 1.5 * size : -size / 2);
  }
  if (kind === "ordered") {
    ctx.strokeStyle = CASING;
    ctx.lineWidth = (WIDTH[kind] + 1.4) * ratio;
    ctx.stroke();
    ctx.strokeStyle = colour;
  }
  ctx.lineWidth = WIDTH[kind] * ratio;
  ctx.stroke();
  return canvas;
}
