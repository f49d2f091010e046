(()=>{var worker=self;worker.importScripts("vendor/jsqr-1.4.0/jsQR.js");worker.onmessage=({data:{data,width,height}})=>{let found=worker.jsQR(data,width,height,{inversionAttempts:"dontInvert"});worker.postMessage(
found?found.data:"")};})();
