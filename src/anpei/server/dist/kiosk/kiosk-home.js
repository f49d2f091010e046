var{baseUrl}=document.body.dataset,{home,idle}=document.querySelector("script[data-home]").dataset,PATIENCE=600,LAST_CALL=20,told=document.createElement("p");told.className="kiosk-home";told.setAttribute(
"role","status");told.hidden=!0;document.body.append(told);var touched=performance.now(),touch=()=>touched=performance.now();for(let name of["pointerdown","keydown","wheel","touchmove"])addEventListener(
name,touch,{passive:!0});function limit(){let roll=document.querySelector("[data-anpei-widget=roll_call]");return!roll||roll.querySelector(".roll-ended:not([hidden])")?Number(idle):roll.querySelector(
".pouch-line[data-tone=ok]")?Math.max(PATIENCE,Number(idle)):0}async function leave(){var _a;touch(),await fetch(`${baseUrl}api/kiosk/state`,{signal:(_a=AbortSignal.timeout)==null?void 0:_a.call(AbortSignal,
8e3)}).catch(()=>null)&&location.replace(home)}setInterval(()=>{let bears=limit(),left=bears?Math.ceil(bears-(performance.now()-touched)/1e3):1/0;told.hidden=left>Math.min(LAST_CALL,bears-2),told.textContent=
told.hidden?"":`${Math.max(0,left)} 秒后回到演练终端，碰一下屏幕就留下`,left<=0&&leave()},500);
