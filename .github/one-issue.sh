#!/usr/bin/env bash
# Keeps one open issue in step with a report: one-issue.sh LABEL TITLE FILE
# A report that says something opens the issue or takes the place of its text; an empty one closes it.
set -euo pipefail
label=$1 title=$2 file=$3

test -f "$file"
gh label create "$label" --force --color FBCA04 --description "Kept in step by a workflow" >/dev/null
mapfile -t open < <(gh issue list --label "$label" --state open --limit 100 --json number --jq 'sort_by(.number)[].number')

if [ ! -s "$file" ]; then
  for number in "${open[@]}"; do
    gh issue close "$number" --comment "Nothing is left to report."
  done
elif [ "${#open[@]}" = 0 ]; then
  gh issue create --title "$title" --label "$label" --body-file "$file"
else
  gh issue edit "${open[0]}" --title "$title" --body-file "$file"
  for number in "${open[@]:1}"; do
    gh issue close "$number" --comment "See #${open[0]}, which has the same report."
  done
fi
