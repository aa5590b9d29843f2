#!/usr/bin/env bash
# What action.yml does between installing and reporting: assemblies of base and head, their review, the outputs.
#
# All input comes from the environment, as action.yml sets it. A review ends with 0, whatever it finds; its exit code
# is an output, so that the comment and the uploads come before the failure.
#
#   GOVERNED_ECR        the program                    REPORT             the folder for what comes out; made anew
#   BASE                a commit, branch or tag        NAME, LINK         of the review, to the run
#   SYNTH               makes ASSEMBLY in DIRECTORY    ASSEMBLY           a cloud assembly, or a folder of templates
#   BASE_ASSEMBLY,      made before, instead of SYNTH  CONTEXT, IMAGES,   files; may be empty
#   HEAD_ASSEMBLY                                      ACKNOWLEDGEMENTS
#   FAIL_ON             a severity, or never           GITHUB_WORKSPACE, GITHUB_OUTPUT, GITHUB_EVENT_NAME
set -euo pipefail

# Where reports find the base: from the root of the repository, and by the same name in every run, so that code scanning
# knows an alert again.
readonly BASE_LINK=.governed-ecr-base

code=2 verdict=unknown changes=0 findings=0
scratch=$(mktemp -d)

finish() {
  git worktree remove --force "$scratch/base" 2>/dev/null || true
  rm -rf "$scratch" "$BASE_LINK"
}
trap finish EXIT

outputs() {
  printf '%s\n' "exit-code=$code" "verdict=$verdict" "changes=$changes" "findings=$findings" >>"$GITHUB_OUTPUT"
  local form file
  for form in comment.md:comment-file review.sarif:sarif-file review.html:html-file review.json:json-file; do
    file=$REPORT/${form%%:*}
    [[ ! -s $file ]] || printf '%s\n' "${form##*:}=$file" >>"$GITHUB_OUTPUT"
  done
}

# Ends without a verdict, and with a comment that says so: an older verdict must not stay where people look for it.
give_up() {
  printf '::error title=governed-ecr::%s\n' "$1"
  rm -f "$REPORT"/*
  printf '### No review\n\n> [!CAUTION]\n> %s\n\n%s\n' "$1" "[The log](${LINK%%#*}) says more." >"$REPORT/comment.md"
  outputs
  exit 0
}

synthesize() { # in a checkout
  (cd "$1/$DIRECTORY" && bash -euo pipefail -c "$SYNTH") && [[ -e $1/$DIRECTORY/$ASSEMBLY ]]
}

commit() { # that a name stands for; fetched where the checkout has it not
  git rev-parse --verify --quiet --end-of-options "refs/remotes/origin/$1^{commit}" ||
    git rev-parse --verify --quiet --end-of-options "$1^{commit}" ||
    { git fetch --quiet --no-tags --depth=1 origin -- "$1" && git rev-parse --verify --quiet 'FETCH_HEAD^{commit}'; }
}

cd "$GITHUB_WORKSPACE"
rm -rf "$REPORT"
mkdir -p "$REPORT"
base=$BASE_ASSEMBLY head=$HEAD_ASSEMBLY note=

if [[ -z $base || -z $head ]] && [[ ${GITHUB_EVENT_NAME:-} == pull_request_target ]]; then
  give_up 'pull_request_target gives the code of a pull request your secrets: use pull_request, or give assemblies.'
fi

if [[ -z $base ]]; then
  [[ -n $BASE ]] || give_up 'There is no base: this event is for no pull request, and the input base is empty.'
  found=$(commit "$BASE") || give_up "The base $BASE is no commit that this checkout has or may fetch: set fetch-depth: 0."
  found=$(git merge-base "$found" HEAD || echo "$found")
  git worktree add --quiet --force --detach "$scratch/base" "$found"
  base=$BASE_LINK
  ln -sfn "$scratch/base/$DIRECTORY/$ASSEMBLY" "$base"
  echo "::group::Base $found"
  if ! synthesize "$scratch/base"; then
    note="The base $found could not be synthesized: it counts as an empty registry, and nothing that it loses is told."
    echo '{"Resources": {}}' >"$scratch/empty.template.json"
    ln -sfn "$scratch/empty.template.json" "$base"
  fi
  echo '::endgroup::'
  [[ -z $note ]] || printf '::warning title=governed-ecr::%s\n' "$note"
fi

if [[ -z $head ]]; then
  echo '::group::Head'
  synthesize . || { echo '::endgroup::' && give_up 'The head could not be synthesized.'; }
  echo '::endgroup::'
  head=$DIRECTORY/$ASSEMBLY
fi

options=(--fail-on "$FAIL_ON" --link "$LINK")
[[ -z $CONTEXT ]] || options+=(--context "$CONTEXT")
[[ -z $IMAGES ]] || options+=(--images "$IMAGES")
[[ -z $ACKNOWLEDGEMENTS ]] || options+=(--acknowledgements "$ACKNOWLEDGEMENTS")
for form in markdown=comment.md sarif=review.sarif html=review.html json=review.json; do
  options+=(--output-to "${form%%=*}=$REPORT/${form##*=}")
done

code=0
"$GOVERNED_ECR" review "${options[@]}" -- "${base#./}" "${head#./}" || code=$?
[[ $code == [01] ]] || give_up "The review itself failed, with exit code $code."

read -r verdict changes findings < <("$PYTHON" -c '
import json, sys
review = json.load(open(sys.argv[1], encoding="utf-8"))
print(review["verdict"], len(review["changes"]), len(review["findings"]))
' "$REPORT/review.json")
if [[ -n $note ]]; then
  printf '> [!WARNING]\n> %s\n\n' "$note" | cat - "$REPORT/comment.md" >"$scratch/comment.md"
  mv "$scratch/comment.md" "$REPORT/comment.md"
fi
outputs
