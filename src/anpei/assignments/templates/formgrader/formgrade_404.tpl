{%- set base_url = resources.base_url -%}
{%- extends 'base.tpl' -%}

{%- block title -%}找不到这份答卷{%- endblock -%}

{%- block body -%}
<p>{{ resources.student }} 的答卷文件不在。请在“试卷”里重新评分，或运行 <code>anpei assignments grade {{ resources.assignment_id }}</code>。</p>
{%- endblock -%}
