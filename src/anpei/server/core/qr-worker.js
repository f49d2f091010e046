// Looks for a QR code in a picture, away from the screen's own thread. In: {data, width, height}. Out: its text or "".

importScripts("vendor/jsqr-1.4.0/jsQR.js");

onmessage = ({ data: { data, width, height } }) => {
  const found = jsQR(data, width, height, { inversionAttempts: "dontInvert" });
  postMessage(found ? found.data : "");
};
