{%- extends 'base.tpl' -%}
{%- set place = "students" -%}
{%- set columns = 8 -%}

{%- block title -%}员工{%- endblock -%}

{%- block head -%}
<script>
var student_id = {{ student_id | tojson }};
var assignment_id = {{ assignment_id | tojson }};
</script>
<script src="{{ base_url }}/formgrader/static/js/manage_students_notebook_submissions.js"></script>
{%- endblock -%}

{%- block breadcrumbs -%}
<ol class="breadcrumb">
  <li><a href="{{ base_url }}/formgrader/manage_students">员工</a></li>
  <li><a href="{{ base_url }}/formgrader/manage_students/{{ student_id }}">{{ student_id }}</a></li>
  <li>{{ assignment_id }}</li>
</ol>
{%- endblock -%}

{%- block table_header -%}
<tr>
  <th>试卷</th>
  <th class="text-center">总分</th>
  <th class="text-center">客观题</th>
  <th class="text-center">主观题</th>
  <th class="text-center">任务</th>
  <th class="text-center">待阅</th>
  <th class="text-center">有失分</th>
  <th class="text-center">标记</th>
</tr>
{%- endblock -%}
