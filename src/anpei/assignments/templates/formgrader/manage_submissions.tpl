{%- extends 'base.tpl' -%}
{%- set place = "assignments" -%}
{%- set columns = 8 -%}

{%- block title -%}答卷{%- endblock -%}

{%- block head -%}
<script>
var assignment_id = {{ assignment_id | tojson }};
</script>
<script src="{{ base_url }}/formgrader/static/js/manage_submissions.js"></script>
{%- endblock -%}

{%- block breadcrumbs -%}
<ol class="breadcrumb">
  <li><a href="{{ base_url }}/formgrader/manage_assignments">试卷</a></li>
  <li>{{ assignment_id }}</li>
</ol>
{%- endblock -%}

{%- block messages -%}
<p>一次给全部答卷评分，在终端运行：</p>
<pre>anpei assignments grade {{ assignment_id }}</pre>
{%- endblock -%}

{%- block table_header -%}
<tr>
  <th>姓名</th>
  <th class="text-center">工号</th>
  <th class="text-center">交卷时间</th>
  <th class="text-center">状态</th>
  <th class="text-center">得分</th>
  <th class="text-center no-sort">重新评分</th>
  <th class="text-center no-sort">生成反馈</th>
  <th class="text-center no-sort">发放反馈</th>
</tr>
{%- endblock -%}
