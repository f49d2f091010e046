// Looks for a QR code in a picture, away from the screen's own thread. In: {data, width, height}. Out: its text or "".

/** @typedef {(data: Uint8ClampedArray, width: number, height: number, how: object) => {data: string} | null} Finder */
const worker = /** @type {any} */ (self);

worker.importScripts("vendor/jsqr-1.4.0/jsQR.js");

worker.onmessage = ({ data: { data, width, height } }) => {
  const found = /** @type {Finder} */ (worker.jsQR)(data, width, height, { inversionAttempts: "dontInvert" });
  worker.postMessage(found ? found.data : "");
};
