{%- extends 'base.tpl' -%}
{%- set place = "students" -%}
{%- set columns = 5 -%}

{%- block title -%}员工{%- endblock -%}

{%- block head -%}
<script src="{{ base_url }}/formgrader/static/js/manage_students.js"></script>
{%- endblock -%}

{%- block breadcrumbs -%}
<ol class="breadcrumb">
  <li>员工</li>
</ol>
{%- endblock -%}

{%- block table_header -%}
<tr>
  <th>姓名</th>
  <th class="text-center">工号</th>
  <th class="text-center">邮箱</th>
  <th class="text-center">总分</th>
  <th class="text-center no-sort">修改</th>
</tr>
{%- endblock -%}
