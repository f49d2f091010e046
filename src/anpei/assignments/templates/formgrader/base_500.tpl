{%- extends 'base.tpl' -%}

{%- block title -%}出错了{%- endblock -%}

{%- block body -%}
<p>阅卷页面出错了。请刷新再试；仍不行请让管理员运行 anpei doctor。</p>
<span id="error-{{ error_code }}"></span>
{%- endblock -%}
