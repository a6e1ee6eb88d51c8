
# Cobra's script asks the program with the words as they stand on the line, which fails while a quotation mark is open: a word that
# begins with one is compared as it is meant, and completed within its marks.
__tidings_quoted()
{
    local mark=${COMP_WORDS[COMP_CWORD]:0:1}
    if [[ ${mark} != \" && ${mark} != \' ]]; then
        __start_tidings "$@"
        return
    fi
    local typed=${COMP_WORDS[COMP_CWORD]:1} out line word
    COMPREPLY=()
    out=$(eval "${COMP_WORDS[0]} __complete ${COMP_WORDS[*]:1:COMP_CWORD-1} \"\$(printf '%s' \"\${typed//\\\\/}\")\"" 2>/dev/null)
    while IFS='' read -r line; do
        word=${line%%$'\t'*}
        if [[ ${mark} == \" ]]; then
            word=${word//\\/\\\\}
            word=${word//\"/\\\"}
            word=${word//\$/\\\$}
            word=${word//\`/\\\`}
        elif [[ ${word} == *\'* ]]; then
            continue
        fi
        [[ -n ${word} && ${word} == "${typed}"* ]] && COMPREPLY+=("${word}")
    done <<<"${out%:*}"
    (( (${out##*:} & 4) != 0 )) && compopt +o default # the names of files are no offer
}

if [[ $(type -t compopt) == builtin ]]; then
    complete -o default -F __tidings_quoted tidings
fi
