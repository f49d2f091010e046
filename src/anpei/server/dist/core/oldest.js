(function(){(function(){"use strict";var fit="noModule"in document.createElement("script")&&"HTMLDialogElement"in window&&"CSS"in window&&CSS.supports("aspect-ratio","1");function line(tag,words){var el=document.
createElement(tag);return el.appendChild(document.createTextNode(words)),el}function say(){var page=document.createElement("main");for(page.id="anpei-too-old",page.style.cssText="max-width: 32em; marg\
in: 15vh auto; padding: 0 1.5em; font-family: sans-serif; font-size: 18px; line-height: 1.8",page.appendChild(line("h1","这个浏览器太旧，打不开这里")),page.appendChild(line("p","安培要用 2021\
 年以后的浏览器：Chrome、Edge 88，Firefox 98，Safari 15.4（iOS 15.4）或更新的版本；其他浏览器要用同样新的内核。")),page.appendChild(line("p","请更新这个浏览器，或者换一个浏览器、换一台设备再\
打开。已经保存的内容不会丢。换不了的，请找培训管理员。"));document.body.firstChild;)document.body.removeChild(document.body.firstChild);document.body.appendChild(page)}fit||
document.addEventListener("DOMContentLoaded",say)})();})();
