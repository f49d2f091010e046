var{baseUrl}=document.body.dataset,shown=document.querySelector("script[data-calls]").dataset.calls;async function ask(){var _a;if(document.hidden)return;let answer=await fetch(`${baseUrl}api/musters/\
mine`,{signal:(_a=AbortSignal.timeout)==null?void 0:_a.call(AbortSignal,5e3)}).catch(()=>null);if(!(answer!=null&&answer.ok))return;let{musters}=await answer.json();musters.join()!==shown&&(history.scrollRestoration=
"manual",location.reload())}setInterval(ask,5e3);document.addEventListener("visibilitychange",ask);addEventListener("pageshow",ask);
