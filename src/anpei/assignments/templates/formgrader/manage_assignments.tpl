{%- extends 'base.tpl' -%}
{%- set place = "assignments" -%}
{%- set columns = 11 -%}

{%- block title -%}试卷{%- endblock -%}

{%- block head -%}
<script>
var url_prefix = {{ url_prefix | tojson }};
var default_timezone = {{ default_timezone | tojson }};
</script>
<script src="{{ base_url }}/formgrader/static/js/manage_assignments.js"></script>
{%- endblock -%}

{%- block breadcrumbs -%}
<ol class="breadcrumb">
  <li>试卷</li>
</ol>
{%- endblock -%}

{%- block messages -%}
<p>试卷由题库和 <code>quizzes/papers</code> 来，第一份答卷交来时自动生成；交卷后几秒内自动评分，主观题在“人工阅卷”里打分，在培训看板公布。题位或分值在有人交卷后改了，算新的一版，各版的答卷各在各处。</p>
<p>代码作业放在 <code>nbgrader/source/作业名</code>，用下面的“生成”“发布”“收取”，再在“答卷”里评分。</p>
{% if exchange_missing %}<p class="alert alert-warning">收发文件夹 <code>{{ exchange }}</code> 不存在，“发布”“收取”暂不可用。网页考试不受影响。</p>{% endif %}
{%- endblock -%}

{%- block table_header -%}
<tr>
  <th>名称</th>
  <th class="text-center">截止</th>
  <th class="text-center">状态</th>
  <th class="text-center no-sort">修改</th>
  <th class="text-center no-sort">生成</th>
  <th class="text-center no-sort">预览</th>
  <th class="text-center no-sort">发布</th>
  <th class="text-center no-sort">收取</th>
  <th class="text-center">答卷</th>
  <th class="text-center no-sort">生成反馈</th>
  <th class="text-center no-sort">发放反馈</th>
</tr>
{%- endblock -%}
