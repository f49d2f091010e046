"""备课台: questions written in forms, over the same plain files that an editor or JupyterLab opens."""
