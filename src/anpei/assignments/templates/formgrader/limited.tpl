{%- extends 'base.tpl' -%}

{%- block title -%}只管部分部门，不能阅卷{%- endblock -%}

{%- block body -%}
<p>阅卷页按试卷列出全企业的人，没法只列出你管的部门，所以这里不对你开放。</p>
<p>请不限部门的培训师批阅；批好以后，你管的人的成绩可以在培训看板上查看和发布。要自己批阅，请管理员在“人员设备”里取消你的管辖部门。</p>
<span id="error-{{ error_code }}"></span>
{%- endblock -%}
