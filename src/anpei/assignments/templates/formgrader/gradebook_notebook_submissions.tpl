{%- extends 'base.tpl' -%}
{%- set place = "gradebook" -%}
{%- set columns = 9 -%}

{%- block title -%}人工阅卷{%- endblock -%}

{%- block head -%}
<script>
var assignment_id = {{ assignment_id | tojson }};
var notebook_id = {{ notebook_id | tojson }};
</script>
<script src="{{ base_url }}/formgrader/static/js/gradebook_notebook_submissions.js"></script>
{%- endblock -%}

{%- block breadcrumbs -%}
<ol class="breadcrumb">
  <li><a href="{{ base_url }}/formgrader/gradebook">人工阅卷</a></li>
  <li><a href="{{ base_url }}/formgrader/gradebook/{{ assignment_id }}">{{ assignment_id }}</a></li>
  <li>{{ notebook_id }}</li>
</ol>
{%- endblock -%}

{%- block messages -%}
<button type="button" id="toggle_names" hidden></button>
<p>默认不显示姓名。点左边的眼睛看是谁的答卷。</p>
{%- endblock -%}

{%- block table_header -%}
<tr>
  <th><span class="sr-only">姓名</span></th>
  <th class="text-center">答卷</th>
  <th class="text-center">总分</th>
  <th class="text-center">客观题</th>
  <th class="text-center">主观题</th>
  <th class="text-center">任务</th>
  <th class="text-center">待阅</th>
  <th class="text-center">有失分</th>
  <th class="text-center">标记</th>
</tr>
{%- endblock -%}
