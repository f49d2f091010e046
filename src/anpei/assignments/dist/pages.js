(()=>{function refusal(value,most,unreadable=!1){if(unreadable)return"分数要写成数字，没有保存。";if(value.trim()==="")return"";let points=Number(value);return Number.isFinite(points)?points<0?
"分数不能小于 0，没有保存。":most!==""&&points>Number(most)?`最高 ${Number(most)} 分，没有保存。`:"":"分数要写成数字，没有保存。"}function outcomeWords(all,failed){return all===
0?"没有待评的答卷。":failed?`评了 ${all-failed} 份，${failed} 份没有评成，请逐份点“重新评分”看原因。`:`${all} 份都已评分。`}var host=window;function linkToLab(){window===window.top&&(host.linkTo=(_kind,path)=>(_index,link)=>(link.setAttribute("href",host.anpei.lab+path.split("/").map(encodeURIComponent).join("/")),link.setAttribute(
"target","_blank"),link))}function say(field,words){let near=field.closest(".anpei-scoring")??field.parentElement,told=near==null?void 0:near.querySelector(".anpei-refused");!told&&words&&(told=document.
createElement("span"),told.className="anpei-refused",told.setAttribute("role","alert"),near==null||near.append(told)),told&&(told.textContent=words),field.setAttribute("aria-invalid",String(!!words))}
function refusePoints(){document.addEventListener("change",event=>{let field=event.target;if(!(field instanceof HTMLInputElement)||!field.matches(".score, .extra-credit"))return;let words=refusal(field.
value,field.max,field.validity.badInput);say(field,words),words&&event.stopImmediatePropagation()},{capture:!0})}function tellRefusals(){host.jQuery(document).ajaxError((_event,answer,asked)=>{var _a,
_b;let words="";try{words=JSON.parse(answer.responseText).error??""}catch{words=""}if(asked.type==="GET"&&!words)return;words||=answer.status===0?"没有连上服务器，没有保存。请稍后再试。":
"没有保存。请刷新页面再试。";let bar=document.getElementById("statusmessage");if(!bar)return host.alert(words);host.jQuery(bar).stop(!0,!0).text(words).css({color:"",opacity:""}).show().delay(
6e3).fadeOut(500),(_b=(_a=host.formgrader)==null?void 0:_a.grades)==null||_b.fetch()})}function gradeAll(){let button=document.getElementById("anpei-grade-all"),told=document.getElementById("anpei-gra\
ding");!(button instanceof HTMLButtonElement)||!told||button.addEventListener("click",async()=>{let waiting=host.models.filter(model=>!model.get("autograded"));button.disabled=!0;let failed=0;for(let[
done,model]of waiting.entries()){told.textContent=`正在评第 ${done+1} 份，共 ${waiting.length} 份……`;let address=[model.get("name"),model.get("student")].map(encodeURIComponent).join("/"),
answer=await Promise.resolve(host.jQuery.post(`${host.base_url}/formgrader/api/submission/${address}/autograde`)).catch(()=>"{}");failed+=JSON.parse(answer).success?0:1,model.fetch()}told.textContent=
outcomeWords(waiting.length,failed),button.disabled=!1})}function nameIcons(){let table=document.getElementById("main-table");if(!table)return;let heads=()=>{var _a;return Array.from(((_a=table.closest(
"table"))==null?void 0:_a.querySelectorAll("thead th"))??[],head=>{var _a2;return((_a2=head.textContent)==null?void 0:_a2.trim())??""})},name=()=>{var _a,_b,_c;for(let row of table.querySelectorAll("t\
r"))for(let[place,cell]of[...row.children].entries()){let link=cell.querySelector("a");if(!link||(_a=link.textContent)!=null&&_a.trim()||link.hasAttribute("aria-label"))continue;let words=`${heads()[place]}\
：${(_c=(_b=row.firstElementChild)==null?void 0:_b.textContent)==null?void 0:_c.trim()}`;link.setAttribute("aria-label",words),link.setAttribute("title",words)}};new MutationObserver(name).observe(table,
{childList:!0,subtree:!0}),name()}linkToLab();refusePoints();tellRefusals();document.addEventListener("DOMContentLoaded",gradeAll);document.addEventListener("DOMContentLoaded",nameIcons);})();
