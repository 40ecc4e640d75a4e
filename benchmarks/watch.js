// Put into a page before its own scripts: notes when a key was pressed and when its picture was drawn.
// A picture counts as drawn when one of its pixels has been read back, so whatever was only recorded
// until then has been painted. Both sides are read the same way; reading costs both less than 1 ms.
(() => {
  const watch = { steps: [], colour: null, frames: false };
  globalThis.watch = watch;

  const find = (selector, root = document) => {
    const own = root.querySelector(selector);
    if (own) return own;
    for (const one of root.querySelectorAll("*")) {
      const inner = one.shadowRoot && find(selector, one.shadowRoot);
      if (inner) return inner;
    }
    return null;
  };

  // The frame that shows what has just been drawn has been handed over when its own messages run.
  const handedOver = (step) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => (step.frame = performance.now());
      channel.port2.postMessage(0);
    });

  let map = null;
  addEventListener("keydown", (event) => {
    const step = { pressed: event.timeStamp, begun: performance.now(), colour: watch.colour };
    watch.steps.push(step);
    if (!map?.isConnected) map = find("[data-testid=time-map]");
    // Asked for before the page's own, so it is called before them.
    if (map) requestAnimationFrame(() => (step.opened = performance.now()));
  }, true);

  // The time map draws in the frame that follows the key's event.
  addEventListener("keydown", () => {
    if (!map) return;
    const step = watch.steps.at(-1);
    const heard = performance.now();
    requestAnimationFrame(() => {
      // As if the frame had begun with the event's end: what lies between is nobody's work.
      step.script = heard + performance.now() - step.opened;
      if (watch.frames) return;
      map.querySelector("canvas").getContext("2d").getImageData(0, 0, 1, 1);
      step.drawn = performance.now();
    });
    if (watch.frames) handedOver(step);
  });

  // The naive side: the square in the sea is searched once, then read after everything drawn with WebGL.
  const colourAt = (gl, place) => {
    const bound = gl.getParameter(gl.READ_FRAMEBUFFER_BINDING);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
    const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
    const pixels = new Uint8Array(place ? 4 : 4 * width * height);
    if (place) gl.readPixels(...place, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    else gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, bound);
    return { pixels, width };
  };
  const isRed = (pixels, at) => pixels[at] === 255 && !pixels[at + 1] && !pixels[at + 2];
  const search = (gl) => {
    const { pixels, width } = colourAt(gl, null);
    const found = [];
    for (let at = 0; at < pixels.length; at += 4) if (isRed(pixels, at)) found.push(at / 4);
    const middle = found[Math.floor(found.length / 2)];
    if (found.length < 100) return null;
    const columns = found.map((at) => at % width);
    return [Math.round((Math.min(...columns) + Math.max(...columns)) / 2), Math.floor(middle / width)];
  };
  const look = (gl) => {
    gl.place ??= search(gl);
    if (!gl.place) return;
    const { pixels } = colourAt(gl, gl.place);
    watch.colour = isRed(pixels, 0) ? "red" : "blue";
    const step = watch.steps.at(-1);
    if (!step || step.drawn || watch.colour === step.colour) return;
    step.drawn = performance.now();
    handedOver(step);
  };
  const getContext = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    const gl = getContext.call(this, kind, ...rest);
    if (kind !== "webgl2" || !gl || gl.watched) return gl;
    gl.watched = true;
    let queued = false;
    for (const name of ["drawElements", "drawElementsInstanced", "drawArrays", "drawArraysInstanced"]) {
      const draw = gl[name];
      gl[name] = function (...given) {
        draw.apply(gl, given);
        if (queued) return;
        queued = true;
        // After all that the same frame draws.
        queueMicrotask(() => {
          queued = false;
          look(gl);
        });
      };
    }
    return gl;
  };
})();
