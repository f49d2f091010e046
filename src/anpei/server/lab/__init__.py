"""The trainers' JupyterLab and the way into it."""
