{%- extends 'base.tpl' -%}
{%- set place = "gradebook" -%}
{%- set columns = 6 -%}

{%- block title -%}人工阅卷{%- endblock -%}

{%- block head -%}
<script>
var assignment_id = {{ assignment_id | tojson }};
</script>
<script src="{{ base_url }}/formgrader/static/js/gradebook_notebooks.js"></script>
{%- endblock -%}

{%- block breadcrumbs -%}
<ol class="breadcrumb">
  <li><a href="{{ base_url }}/formgrader/gradebook">人工阅卷</a></li>
  <li>{{ assignment_id }}</li>
</ol>
{%- endblock -%}

{%- block table_header -%}
<tr>
  <th>试卷</th>
  <th class="text-center">平均得分</th>
  <th class="text-center">客观题</th>
  <th class="text-center">主观题</th>
  <th class="text-center">任务</th>
  <th class="text-center">待阅</th>
</tr>
{%- endblock -%}
