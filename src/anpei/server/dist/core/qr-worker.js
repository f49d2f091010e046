(()=>{importScripts("vendor/jsqr-1.4.0/jsQR.js");onmessage=({data:{data,width,height}})=>{let found=jsQR(data,width,height,{inversionAttempts:"dontInvert"});postMessage(found?found.data:"")};})();
