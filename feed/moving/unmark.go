package moving

import (
	"html"
	"strings"
	"unicode/utf8"
)

// deepestMarkdown is how deep quotes and lists are read; what lies deeper is text.
const deepestMarkdown = 20

// listMark returns the mark that begins a list's item, with the spaces behind it; "" where none does.
func listMark(l string) string {
	rest := strings.TrimLeft(l, "0123456789")
	n := len(l) - len(rest)
	if rest == "" || n > 9 || n == 0 && !strings.ContainsRune("-*+", rune(rest[0])) || n > 0 && rest[0] != '.' && rest[0] != ')' {
		return ""
	}
	text := strings.TrimLeft(rest[1:], " ")
	if len(text) == len(rest)-1 {
		return ""
	}
	return l[:len(l)-len(text)]
}

// endsParagraph reports whether a line begins another block, or is empty.
func endsParagraph(l string) bool {
	if l == "" {
		return true
	}
	switch l[0] {
	case '-', '*', '+', '1':
		return listMark(l) != "" && !(l[0] == '1' && l[1] >= '0' && l[1] <= '9')
	case '>':
		return true
	case '#':
		return strings.HasPrefix(strings.TrimLeft(l, "#"), " ")
	}
	return strings.HasPrefix(l, "```") || strings.HasPrefix(l, "~~~") || strings.TrimSpace(l) == ""
}

// parts reports whether a line parts a table's head from its rows.
func parts(l string) bool { return strings.Contains(l, "-") && strings.Trim(l, " :|-") == "" }

// unmark brings Markdown as MarkdownFile writes it, and people mend it, into the HTML that feeds hold: headings, paragraphs,
// quotes, lists, tables, code, links and emphasis. It is not CommonMark. The library for that (goldmark 1.8) spends some
// milliseconds of every start on its tables, and did not come back from 200 kB of ">".
func unmark(lines []string, depth int) string {
	var b strings.Builder
	for i := 0; i < len(lines); {
		l := lines[i]
		from := i
		switch {
		case strings.TrimSpace(l) == "":
			i++
		case strings.HasPrefix(l, "```") || strings.HasPrefix(l, "~~~"):
			fence := l[:len(l)-len(strings.TrimLeft(l, l[:1]))]
			for i++; i < len(lines) && !strings.HasPrefix(lines[i], fence); i++ {
			}
			b.WriteString("<pre><code>" + html.EscapeString(strings.Join(lines[from+1:i], "\n")) + "</code></pre>\n")
			i++
		case depth < deepestMarkdown && strings.HasPrefix(l, ">"):
			var in []string
			for ; i < len(lines) && strings.HasPrefix(lines[i], ">"); i++ {
				in = append(in, strings.TrimPrefix(lines[i][1:], " "))
			}
			b.WriteString("<blockquote>" + unmark(in, depth+1) + "</blockquote>\n")
		case depth < deepestMarkdown && listMark(l) != "":
			i = unmarkList(&b, lines, i, depth)
		case strings.HasPrefix(l, "|") && i+1 < len(lines) && parts(lines[i+1]):
			for ; i < len(lines) && strings.HasPrefix(lines[i], "|"); i++ {
			}
			unmarkTable(&b, lines[from:i])
		case strings.Trim(l, "-* ") == "" && len(l) >= 3:
			b.WriteString("<hr>\n")
			i++
		case strings.HasPrefix(l, "#"):
			text := strings.TrimLeft(l, "#")
			n := string(rune('0' + min(len(l)-len(text), 6)))
			b.WriteString("<h" + n + ">" + inlineHTML(strings.TrimSpace(text)) + "</h" + n + ">\n")
			i++
		default:
			for i++; i < len(lines) && !endsParagraph(lines[i]); i++ {
			}
			b.WriteString("<p>" + inlineHTML(strings.Join(lines[from:i], "\n")) + "</p>\n")
		}
	}
	return b.String()
}

// unmarkList reads a list from line i on and returns the line behind it.
func unmarkList(b *strings.Builder, lines []string, i, depth int) int {
	tag := "ul"
	if lines[i][0] >= '0' && lines[i][0] <= '9' {
		tag = "ol"
	}
	b.WriteString("<" + tag + ">")
	for i < len(lines) {
		mark := listMark(lines[i])
		if mark == "" || (mark[0] >= '0' && mark[0] <= '9') != (tag == "ol") {
			break
		}
		in := []string{lines[i][len(mark):]}
		pad := strings.Repeat(" ", len(mark))
		for i++; i < len(lines) && (strings.TrimSpace(lines[i]) == "" || strings.HasPrefix(lines[i], pad)); i++ {
			in = append(in, strings.TrimPrefix(lines[i], pad))
		}
		b.WriteString("<li>" + unmark(in, depth+1) + "</li>\n")
	}
	b.WriteString("</" + tag + ">\n")
	return i
}

func unmarkTable(b *strings.Builder, rows []string) {
	b.WriteString("<table>")
	for i, r := range rows {
		if i == 1 { // the line of dashes
			continue
		}
		cell := "td"
		if i == 0 {
			cell = "th"
		}
		r = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(r), "|"), "|")
		if i == 0 && strings.Trim(r, "| ") == "" {
			continue // a head for Markdown's sake
		}
		b.WriteString("<tr>")
		for c := range strings.SplitSeq(strings.ReplaceAll(r, `\|`, "\x00"), "|") {
			b.WriteString("<" + cell + ">" + inlineHTML(strings.ReplaceAll(strings.TrimSpace(c), "\x00", "|")) + "</" + cell + ">")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table>\n")
}

// inlineHTML brings the marks inside a paragraph into HTML. Elements that stand there go through: what sanitises feeds' HTML
// reads the result.
func inlineHTML(s string) string {
	var out []string
	var links []int            // where in out a "[" stands that may begin a link
	picture := -1              // where in out the last picture stands; none holds another
	on := map[string]bool{}    // which emphasis is open
	unclosed := map[int]bool{} // runs of so many backticks have no end
	for i := 0; i < len(s); {
		rest := s[i:]
		switch c := s[i]; {
		case c == '\\' && len(rest) > 1 && rest[1] < utf8.RuneSelf:
			out = append(out, html.EscapeString(rest[1:2]))
			i += 2
		case c == '`':
			fence := rest[:len(rest)-len(strings.TrimLeft(rest, "`"))]
			end := -1
			if !unclosed[len(fence)] {
				end = closing(rest[len(fence):], fence)
			}
			if end < 0 {
				unclosed[len(fence)] = true
				out = append(out, fence)
				i += len(fence)
				continue
			}
			code := rest[len(fence) : len(fence)+end]
			if strings.HasPrefix(code, " `") || strings.HasSuffix(code, "` ") {
				code = strings.Trim(code, " ")
			}
			out = append(out, "<code>"+html.EscapeString(code)+"</code>")
			i += 2*len(fence) + end
		case strings.HasPrefix(rest, "**"):
			out = append(out, emphasis(on, "strong"))
			i += 2
		case strings.HasPrefix(rest, "~~"):
			out = append(out, emphasis(on, "s"))
			i += 2
		case c == '*' && (on["em"] || !strings.HasPrefix(rest, "* ")):
			out = append(out, emphasis(on, "em"))
			i++
		case c == '[' || strings.HasPrefix(rest, "!["):
			n := 1 + strings.Index(rest[:min(len(rest), 2)], "[")
			links = append(links, len(out))
			out = append(out, rest[:n])
			i += n
		case c == ']' && len(links) > 0:
			at := links[len(links)-1]
			links = links[:len(links)-1]
			target, n := linkTarget(rest)
			switch {
			case n == 0 || out[at] == "![" && picture > at:
				out = append(out, "]")
				i++
				continue
			case out[at] == "![":
				alt := strings.Join(out[at+1:], "")
				picture = at
				out = append(out[:at], `<img src="`+html.EscapeString(target)+`" alt="`+html.EscapeString(html.UnescapeString(alt))+`">`)
			default:
				out[at] = `<a href="` + html.EscapeString(target) + `">`
				out = append(out, "</a>")
			}
			i += n
		case strings.HasPrefix(rest, "<http"):
			end := strings.IndexAny(rest, "> \n")
			if end < 0 || rest[end] != '>' {
				out = append(out, "&lt;")
				i++
				continue
			}
			a := html.EscapeString(rest[1:end])
			out = append(out, `<a href="`+a+`">`+a+"</a>")
			i += end + 1
		case strings.HasPrefix(rest, "  \n"):
			out = append(out, "<br>\n")
			i += 3
		default:
			n := 1 + strings.IndexAny(rest[1:], "\\`*~[]!< ")
			if n == 0 {
				n = len(rest)
			}
			out = append(out, rest[:n])
			i += n
		}
	}
	return strings.Join(out, "")
}

// closing finds a run of backticks that is as long as the one before s; -1 when there is none.
func closing(s, fence string) int {
	for at := 0; ; {
		i := strings.Index(s[at:], fence)
		if i < 0 {
			return -1
		}
		at += i
		n := len(s[at:]) - len(strings.TrimLeft(s[at:], "`"))
		if n == len(fence) {
			return at
		}
		at += n
	}
}

func emphasis(on map[string]bool, tag string) string {
	on[tag] = !on[tag]
	if on[tag] {
		return "<" + tag + ">"
	}
	return "</" + tag + ">"
}

// linkTarget reads "](address)" and returns the address and how long all of it is; 0 when it is none.
func linkTarget(s string) (address string, n int) {
	if !strings.HasPrefix(s, "](") {
		return "", 0
	}
	end := strings.IndexAny(s[2:], ")\n")
	if strings.HasPrefix(s, "](<") {
		if end = strings.Index(s[3:], ">)"); end >= 0 {
			return s[3 : 3+end], end + 5
		}
		return "", 0
	}
	if end < 0 || s[2+end] == '\n' {
		return "", 0
	}
	address, _, _ = strings.Cut(s[2:2+end], " ")
	return address, end + 3
}
