# Finds the tools that the scripts beside it need. Sourced by them; POSIX sh.

# Smallest version of the JDK.
SPANFLAME_JAVA_MIN=25

# Folders that hold JDKs side by side, one path pattern a line.
spanflame_jdk_patterns() {
    if [ -n "${SPANFLAME_JDK_PATTERNS:-}" ]; then
        printf '%s\n' "$SPANFLAME_JDK_PATTERNS"
        return
    fi
    printf '%s\n' \
        '/usr/lib/jvm/*' \
        '/opt/*' \
        '/opt/java/*' \
        "$HOME/.sdkman/candidates/java/*" \
        "$HOME/.jdks/*" \
        '/Library/Java/JavaVirtualMachines/*/Contents/Home' \
        "$HOME/Library/Java/JavaVirtualMachines/*/Contents/Home" \
        '/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home'
}

# Prints the major version of the JDK in folder $1, or nothing when there is none. Where nothing has to be compiled,
# said by SPANFLAME_RUN_ONLY, a Java without compiler will do.
spanflame_jdk_version() {
    [ -x "$1/bin/java" ] || return 0
    [ -n "${SPANFLAME_RUN_ONLY:-}" ] || [ -x "$1/bin/javac" ] || return 0
    if [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release" | head -n 1
    else
        "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9][0-9]*\).*/\1/p' | head -n 1
    fi
}

spanflame_is_jdk() {
    spanflame_found=$(spanflame_jdk_version "$1")
    [ -n "$spanflame_found" ] && [ "$spanflame_found" -ge "$SPANFLAME_JAVA_MIN" ]
}

# Prints the folder of the program $1 on the PATH, links followed, two levels up: its home.
spanflame_home_of() {
    spanflame_at=$(command -v "$1" 2>/dev/null) || return 0
    while [ -L "$spanflame_at" ]; do
        spanflame_link=$(readlink "$spanflame_at")
        case $spanflame_link in
            /*) spanflame_at=$spanflame_link ;;
            *) spanflame_at=$(dirname "$spanflame_at")/$spanflame_link ;;
        esac
    done
    (cd "$(dirname "$spanflame_at")/.." 2>/dev/null && pwd)
}

# Sets JAVA_HOME to a JDK that is new enough, or says in one line what to install and returns 1.
spanflame_find_java() {
    if [ -n "${SPANFLAME_JAVA_HOME:-}" ]; then
        if spanflame_is_jdk "$SPANFLAME_JAVA_HOME"; then
            JAVA_HOME=$SPANFLAME_JAVA_HOME
            export JAVA_HOME
            return 0
        fi
        if [ -n "$spanflame_found" ]; then
            spanflame_found="is JDK $spanflame_found"
        else
            spanflame_found="has no JDK"
        fi
        echo "spanflame: SPANFLAME_JAVA_HOME=$SPANFLAME_JAVA_HOME $spanflame_found; needed is JDK $SPANFLAME_JAVA_MIN or newer: install one (https://adoptium.net) or name another" >&2
        return 1
    fi
    for spanflame_candidate in "${JAVA_HOME:-}" "$(spanflame_home_of java)"; do
        if [ -n "$spanflame_candidate" ] && spanflame_is_jdk "$spanflame_candidate"; then
            JAVA_HOME=$spanflame_candidate
            export JAVA_HOME
            return 0
        fi
    done
    if [ -x /usr/libexec/java_home ] && [ -z "${SPANFLAME_JDK_PATTERNS:-}" ]; then
        spanflame_candidate=$(/usr/libexec/java_home -v "$SPANFLAME_JAVA_MIN+" 2>/dev/null || true)
        if [ -n "$spanflame_candidate" ] && spanflame_is_jdk "$spanflame_candidate"; then
            JAVA_HOME=$spanflame_candidate
            export JAVA_HOME
            return 0
        fi
    fi
    spanflame_home=
    spanflame_ifs=$IFS
    IFS='
'
    for spanflame_pattern in $(spanflame_jdk_patterns); do
        # the pattern is unquoted so that it expands
        for spanflame_candidate in $spanflame_pattern; do
            if [ -z "$spanflame_home" ] && spanflame_is_jdk "$spanflame_candidate"; then
                spanflame_home=$spanflame_candidate
            fi
        done
    done
    IFS=$spanflame_ifs
    if [ -n "$spanflame_home" ]; then
        JAVA_HOME=$spanflame_home
        export JAVA_HOME
        return 0
    fi
    echo "spanflame: no JDK $SPANFLAME_JAVA_MIN or newer found; install one (https://adoptium.net) or set SPANFLAME_JAVA_HOME" >&2
    return 1
}

# Sets MVN to a Maven that is new enough, or says in one line what to install and returns 1. Needs JAVA_HOME.
spanflame_find_maven() {
    for spanflame_candidate in "${MAVEN_HOME:-}/bin/mvn" "$(command -v mvn 2>/dev/null || true)" /opt/maven/bin/mvn; do
        [ -x "$spanflame_candidate" ] || continue
        spanflame_found=$("$spanflame_candidate" -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
        [ -n "$spanflame_found" ] || continue
        if [ "${spanflame_found% *}" -gt 3 ] || { [ "${spanflame_found% *}" -eq 3 ] && [ "${spanflame_found#* }" -ge 8 ]; }; then
            MVN=$spanflame_candidate
            return 0
        fi
    done
    echo "spanflame: building needs Maven 3.8 or newer; install it (https://maven.apache.org) and put mvn on the PATH" >&2
    return 1
}
