var base=document.body.dataset.baseUrl??"/",version=document.body.dataset.widgets?`?v=${document.body.dataset.widgets}`:"",same=(a,b)=>a===b||JSON.stringify(a)===JSON.stringify(b),PageModel=class{constructor(traits,hooks={}){
this.traits=traits,this.hooks=hooks,this.unsaved={},this.listeners=new Map}get(key){return this.traits[key]}set(key,value){same(this.traits[key],value)||(this.traits[key]=value,this.unsaved[key]=value,
this.tell(`change:${key}`),this.tell("change"))}update(key,value){same(this.traits[key],value)||(this.traits[key]=value,this.tell(`change:${key}`),this.tell("change"))}save_changes(){var _a,_b;let changes=this.
unsaved;this.unsaved={},Object.keys(changes).length&&((_b=(_a=this.hooks).onSave)==null||_b.call(_a,changes,this))}send(message){var _a,_b;(_b=(_a=this.hooks).onMessage)==null||_b.call(_a,message,this)}on(events,listener){
for(let event of events.split(" "))this.listeners.has(event)||this.listeners.set(event,new Set),this.listeners.get(event).add(listener)}off(events,listener){var _a;for(let event of events.split(" "))(_a=
this.listeners.get(event))==null||_a.delete(listener)}tell(event){for(let listener of[...this.listeners.get(event)??[]])listener()}},dressing=new Map;function dress(name){let href=`${base}static/widge\
ts/${name}.css`;if(dressing.has(name))return dressing.get(name);if([...document.styleSheets].some(sheet=>{var _a;return(_a=sheet.href)==null?void 0:_a.split("?")[0].endsWith(href)}))return Promise.resolve();
let link=document.createElement("link");return link.rel="stylesheet",link.href=href+version,link.dataset.anpeiStyle=name,dressing.set(name,new Promise(done=>link.onload=link.onerror=done)),document.head.
append(link),dressing.get(name)}async function showWidget(el,widget,spec,hooks={}){let traits={spec,value:hooks.value??spec.value??null,state:hooks.state??{}},model=new PageModel(traits,hooks),stop=await widget.
render({model,el});return{model,destroy:()=>stop==null?void 0:stop()}}async function mount(el,name,spec,hooks={}){let dressed=dress(name),module=await import(`${base}static/widgets/${name}.js${version}`);
return{...await showWidget(el,module.default,spec,hooks),dressed}}async function mountAll(root=document){for(let el of root.querySelectorAll("[data-anpei-widget]:not([data-anpei-mounted])")){el.dataset.
anpeiMounted="";let spec=JSON.parse(el.querySelector('script[type="application/json"]').textContent);try{let{dressed}=await mount(el,el.dataset.anpeiWidget,spec);await dressed,el.dataset.anpeiMounted=
"ready"}catch(error){delete el.dataset.anpeiMounted;let words=document.createElement("p");words.textContent="这里的互动内容没有打开。请检查网络，刷新页面再试。",el.append(words),
console.error(error)}}}mountAll();export{PageModel,mount,mountAll,showWidget};
