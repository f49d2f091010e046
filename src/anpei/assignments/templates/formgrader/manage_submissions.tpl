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
<p>试卷的答卷交来后自动评分。代码作业收来后在这里评分：一份一份评，或
<button type="button" class="btn btn-default btn-sm" id="anpei-grade-all">把还没评的都评了</button>
<span id="anpei-grading" role="status"></span></p>
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
