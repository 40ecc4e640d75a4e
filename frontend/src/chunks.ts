/** Fetches payloads of the time map from the static site, each once, under its signature. */

import { store } from "./alone";

export class Chunks {
  private readonly coming = new Map<string, Promise<void>>();

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
    const answer = await fetch(new URL(`${signature}.bin`, this.folder));
    if (!answer.ok) throw new Error(`${signature}: ${answer.status}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    // A page to log in at, as hotels send it in the place of any file, is no payload. Browsers
    // compute no digest over an unencrypted connection.
    if (globalThis.crypto?.subtle && !signature.startsWith(await digest(bytes))) throw new Error(`${signature}: another file`);
    store.payloads.set(signature, bytes);
  }
}

/** The first digits of a file's SHA-256, which are its name. */
async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const whole = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...whole.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
