"""Where the trainers' Lab lies below the base URL; the learner server must know without loading JupyterLab."""

LAB_PATH = "studio/"
