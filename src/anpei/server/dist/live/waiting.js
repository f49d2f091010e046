var place=document.querySelector("[data-ask]"),words=place.querySelector("[data-words]");async function ask(){try{let answer=await fetch(place.dataset.ask,{headers:{Accept:"application/json"}});if(answer.
status===401)return location.reload();let standing=await answer.json();if(standing.state==="go")return location.reload();words.textContent!==standing.words&&(words.textContent=standing.words)}catch{words.
textContent="网络中断了，恢复后会继续排队。"}return setTimeout(ask,3e3)}setTimeout(ask,3e3);
