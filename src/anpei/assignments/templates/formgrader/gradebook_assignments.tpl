{%- extends 'base.tpl' -%}
{%- set place = "gradebook" -%}
{%- set columns = 4 -%}

{%- block title -%}人工阅卷{%- endblock -%}

{%- block head -%}
<script src="{{ base_url }}/formgrader/static/js/gradebook_assignments.js"></script>
{%- endblock -%}

{%- block breadcrumbs -%}
<ol class="breadcrumb">
  <li>人工阅卷</li>
</ol>
{%- endblock -%}

{%- block table_header -%}
<tr>
  <th>试卷</th>
  <th class="text-center">截止</th>
  <th class="text-center">答卷</th>
  <th class="text-center">平均得分</th>
</tr>
{%- endblock -%}
