<!doctype html>
<html lang="zh-CN" class="anpei-page">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>阅卷 · 安培</title>
  <script src="{{ base_url }}/formgrader/anpei/theme.js"></script>
  {%- set static = base_url ~ "/formgrader/static" %}
  <script src="{{ static }}/node_modules/jquery/dist/jquery.min.js"></script>
  <script src="{{ static }}/node_modules/underscore/underscore-min.js"></script>
  <script src="{{ static }}/node_modules/backbone/backbone-min.js"></script>
  <script src="{{ static }}/node_modules/bootstrap/dist/js/bootstrap.min.js"></script>
  <script src="{{ static }}/node_modules/datatables.net/js/jquery.dataTables.js"></script>
  <script src="{{ static }}/node_modules/datatables.net-bs/js/dataTables.bootstrap.js"></script>
  <script src="{{ static }}/js/backbone_xsrf.js"></script>
  <script src="{{ static }}/js/utils.js"></script>
  <script>
  var anpei = {{ {"lab": base_url ~ "/lab/tree/", "titles": titles()} | tojson }};
  </script>
  <script src="{{ base_url }}/formgrader/anpei/chinese.js"></script>
  <script src="{{ base_url }}/formgrader/anpei/pages.js"></script>
  <link rel="stylesheet" href="{{ static }}/node_modules/bootstrap/dist/css/bootstrap.min.css">
  <link rel="stylesheet" href="{{ static }}/node_modules/datatables.net-bs/css/dataTables.bootstrap.css">
  <link rel="stylesheet" href="{{ static }}/css/nbgrader.css">
  <link rel="stylesheet" href="{{ base_url }}/formgrader/anpei/formgrade.css">
  <script>
  var base_url = {{ base_url | tojson }};
  </script>
  {%- set emergency = base_url ~ "/static/anpei/core" %}
  <script type="module" src="{{ emergency }}/emergency.js" data-emergency-sheet="{{ emergency }}/emergency.css"></script>
  {%- block head -%}{%- endblock -%}
</head>
<body data-anpei-base="{{ base_url }}/">
  <div class="container-fluid">
    <header class="page-header"><h1>{%- block title -%}{%- endblock -%}</h1></header>
    <div class="row">
      <nav class="col-md-2" aria-label="阅卷">
        <ul class="nav nav-pills nav-stacked">
          {%- for name, path, words in [("assignments", "manage_assignments", "试卷"), ("gradebook", "gradebook", "人工阅卷"), ("students", "manage_students", "员工")] %}
          <li{% if place == name %} class="active"{% endif %}><a href="{{ base_url }}/formgrader/{{ path }}">{{ words }}</a></li>
          {%- endfor %}
          <li><a href="{{ base_url }}/board">← 培训看板</a></li>
        </ul>
      </nav>
      <main class="col-md-10">
        {%- block body -%}
        {%- block breadcrumbs -%}{%- endblock -%}
        {%- block messages -%}{%- endblock -%}
        <table class="table table-hover">
          <thead>{%- block table_header -%}{%- endblock -%}</thead>
          <tbody id="main-table">{%- block table_body -%}<tr><td colspan="{{ columns or 1 }}">正在读取……</td></tr>{%- endblock -%}</tbody>
          <tfoot>{%- block table_footer -%}{%- endblock -%}</tfoot>
        </table>
        {%- endblock -%}
      </main>
    </div>
  </div>
  {%- block script -%}{%- endblock -%}
</body>
</html>
