/**
 * Fetches payloads of the time map from the static site, each once. A signature names its files, which
 * put together are the payload; some of them belong to other payloads, too.
 */

import { store } from "./alone";

export class Chunks {
  private readonly coming = new Map<string, Promise<void>>();
  private readonly parts = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

  /** `folder`: address of the folder in which they lie. */
  constructor(private readonly folder: string) {}

  /** Fetch those that are not here. Fails where one cannot be fetched; it can be asked for again. */
  async get(signatures: string[]): Promise<void> {
    await Promise.all(signatures.filter((one) => one && !store.payloads.has(one)).map((one) => this.one(one)));
  }

  private one(signature: string): Promise<void> {
    let coming = this.coming.get(signature);
    if (!coming) {
      coming = this.fetched(signature).finally(() => this.coming.delete(signature));
      this.coming.set(signature, coming);
    }
    return coming;
  }

  private async fetched(signature: string): Promise<void> {
    const parts = await Promise.all(signature.split("-").map((name) => this.part(name)));
    store.payloads.set(signature, new Uint8Array(await new Blob(parts).arrayBuffer()));
  }

  /** A file that payloads have in common is fetched once, unless it could not be. */
  private part(name: string): Promise<Uint8Array<ArrayBuffer>> {
    let part = this.parts.get(name);
    if (!part) {
      part = this.file(name);
      this.parts.set(name, part);
      part.catch(() => this.parts.delete(name));
    }
    return part;
  }

  private async file(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const answer = await fetch(new URL(`${name}.bin`, this.folder));
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    // A page to log in at, as hotels send it in the place of any file, is no payload. Browsers
    // compute no digest over an unencrypted connection.
    if (globalThis.crypto?.subtle && !name.startsWith(await digest(bytes))) throw new Error(`${name}: another file`);
    return bytes;
  }
}

/** The first digits of a file's SHA-256, which are its name. */
async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const whole = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...whole.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
