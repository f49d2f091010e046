(()=>{(function(){"use strict";var root=document.documentElement,dark=matchMedia("(prefers-color-scheme: dark)");function kept(name){try{return localStorage.getItem("anpei-"+name)}catch{return null}}function showTheme(){
root.dataset.theme=kept("theme")||(dark.matches?"dark":"light")}["text","pictures"].forEach(function(name){var value=kept(name);value&&(root.dataset[name]=value)}),showTheme(),dark.addEventListener("c\
hange",showTheme)})();})();
