#!/bin/sh
# Make the environment: setup.sh PYTHON FOLDER WHAT. Every way it can fail says in one sentence what to do.
set -u
python=$1 folder=$2 what=$3
log=$folder.log

stop() { printf '\n%s\n' "$1" >&2; exit 1; }

command -v "$python" >/dev/null 2>&1 || stop "没有找到 $python。请安装 Python 3.11 或更新版本，或运行 make run PYTHON=/路径/python3。"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  stop "$("$python" --version 2>&1) 太旧，安培需要 Python 3.11 或更新版本。可用 make run PYTHON=python3.12 指定。"

if [ ! -x "$folder/bin/python" ]; then
  printf '正在建立运行环境 %s …\n' "$folder"
  "$python" -m venv "$folder" >"$log" 2>&1 ||
    { rm -rf "$folder"; stop "建不了虚拟环境：缺少 venv 模块。Debian/Ubuntu 请运行 sudo apt-get install python3-venv，再试一次。"; }
fi

printf '正在安装组件（第一次约需几分钟）'
"$folder/bin/python" -m pip install --disable-pip-version-check --no-input --retries 2 \
  -c deploy/constraints.txt -e "$what" >"$log" 2>&1 &
pid=$!
trap 'kill $pid 2>/dev/null; exit 130' INT TERM
while kill -0 $pid 2>/dev/null; do printf '.'; sleep 2; done
wait $pid && { printf ' 完成\n'; rm -f "$log"; exit 0; }
if grep -qiE 'connection|resolve|network|timed out|No matching distribution' "$log"; then
  stop "组件没有下载成功：请检查网络或 pip 的镜像设置，再运行一次；已下载的不会白费。细节见 $log。"
fi
stop "组件安装失败，细节见 $log 的最后几行；改正后再运行一次即可。"
