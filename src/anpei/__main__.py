"""``python -m anpei``: the command where the installed program isn't on the PATH."""

from anpei.cli import main

if __name__ == "__main__":
    main()
