{%- extends 'base.tpl' -%}

{%- block title -%}没有权限{%- endblock -%}

{%- block body -%}
<p>只有培训师能阅卷。请用培训师账号登录。</p>
<span id="error-{{ error_code }}"></span>
{%- endblock -%}
