(()=>{var WORDS={"needs autograding":"待自动评分","needs manual grading":"待人工阅卷",graded:"已阅",draft:"未发布",released:"已发布","needs manual grade":"待人工阅卷","Show All Names":"\
显示全部姓名","Hide All Names":"隐藏全部姓名","Please wait...":"请稍候……","Loading, please wait...":"正在读取……",None:"—","None, None":"—",OK:"好",Close:"关闭",Success:"\
完成",Error:"出错",Save:"保存",Cancel:"取消",Name:"名称","Log Output":"运行记录",Traceback:"出错位置","Due date (optional)":"截止时间（可不填）","Timezone as UTC offset (opt\
ional)":"时区（可不填，如 +0800）","First name (optional)":"名（可不填）","Last name (optional)":"姓（可不填）","Email (optional)":"邮箱（可不填）","Student ID":"工号","K\
eyboard shortcuts":"快捷键","Submission flagged":"已做标记","Submission unflagged":"已取消标记","Move to the next score or comment input":"下一个评分或评语","Flag the submission":"\
标记这份答卷","Move to the previous score or comment input":"上一个评分或评语","Defocus and save the current score or comment input":"保存当前评分或评语","Refocus the most recen\
t score or comment input":"回到刚才的评分或评语","Move to the same score or comment input of the next submission":"下一份答卷的同一题","Move to the same score or comment input of th\
e previous submission":"上一份答卷的同一题","Move to the same score or comment input of the next submission with failed tests":"下一份有失分的答卷","Move to the same score or comment\
 input of the previous submission with failed tests":"上一份有失分的答卷","Type any comments here (supports Markdown and MathJax)":"写给员工的评语，公布后可见","Search:":"查找：",
"No matching records found":"没有符合的内容","Add New Student":"添加员工","Saving...":"正在保存……","Open live notebook":"在 JupyterLab 里打开","Show student name":"显示姓名",
"Hide student name":"隐藏姓名","No data available in table":"还没有内容"},has=(table,key)=>Object.prototype.hasOwnProperty.call(table,key),DEEDS={"created the student version of":"生成","cr\
eating the student version of":"生成",released:"发布",releasing:"发布",unreleased:"撤回",unreleasing:"撤回","collected submissions of":"收取","collecting submissions of":"收取",collecting:"\
收取",autograded:"自动评分",autograding:"自动评分","generated feedback for":"生成反馈","generating feedback for":"生成反馈","released feedback for":"发放反馈","releasing feedback\
 for":"发放反馈"},DIALOG=/^(Successfully|There was an error) (.+?) '(.*?)'(?: for student '(.*)')?[:.]?$/,PATTERNS=[[/^Submission #(\d+)$/,"答卷 $1"],[/^Editing (.*)$/,"修改 $1"],[/^(\d+) remaining$/,
"还有 $1 份"],[/^(.+), $/,"$1"]];function dialog(words,titles2){let[,how,what,name,student]=DIALOG.exec(words)??[];if(!how||!has(DEEDS,what))return"";let of=`“${titleOf(name,titles2)}”${student?
` ${student} 的答卷`:""}`;return how==="Successfully"?`${of}：已${DEEDS[what]}。`:`${of}：${DEEDS[what]}时出错，请看下面的记录，改好再试。`}var titleOf=(name,titles2)=>has(titles2,
name)?titles2[name]:name;function chinese(words,titles2={}){let plain=words.trim()===""?"":words.trimStart().replace(/\n\s*$/,""),bare=plain.trim(),known=has(WORDS,bare)?WORDS[bare]:titleOf(bare,titles2);
if(known!==bare)return words.replace(bare,()=>known);let told=dialog(bare,titles2);if(told)return told;let found=PATTERNS.find(([pattern])=>pattern.test(plain));if(!found)return words;let said=plain.replace(
...found);return/^Editing /.test(plain)?`修改 ${titleOf(plain.slice(8),titles2)}`:said}var _a,titles=((_a=window.anpei)==null?void 0:_a.titles)??{};function translate(node){var _a2;let walker=document.createTreeWalker(node,NodeFilter.SHOW_TEXT),each=walker.currentNode;for(;each;each=walker.
nextNode()){if(!(each instanceof Text)||(_a2=each.parentElement)!=null&&_a2.closest("pre, textarea, script, style"))continue;let said=chinese(each.data,titles);said!==each.data&&(each.data=said)}node instanceof
Element&&node.querySelectorAll("[placeholder]").forEach(hint)}function hint(field){let said=chinese(field.placeholder);said!==field.placeholder&&(field.placeholder=said)}var{insertDataTable}=window;window.
insertDataTable=table=>{translate(table[0]),insertDataTable==null||insertDataTable(table)};document.addEventListener("DOMContentLoaded",()=>{translate(document.body),new MutationObserver(changes=>{for(let change of changes)
change.type==="attributes"&&hint(change.target),change.addedNodes.forEach(translate)}).observe(document.body,{childList:!0,subtree:!0,attributes:!0,attributeFilter:["placeholder"]})});})();
