package demo

import (
	"encoding/json"
	"fmt"
	"html"
	"path"

	"tidings/feed/fill"
)

// markup is text that a page takes as it is.
type markup string

// readTemplates reads the templates of the site's pages, which are in a folder, and of its front page, which all sites share.
func (st *site) readTemplates(dir string) error {
	page, err := data.ReadFile(path.Join(dir, "page.html"))
	if err != nil {
		return err
	}
	front, err := data.ReadFile("sites/front.html")
	if err != nil {
		return err
	}
	st.page, err = fill.Parse("page.html", string(page)+`{{define "front.html"}}`+string(front)+"{{end}}",
		fill.Funcs{"add": func(a, b int) int { return a + b }}, escape)
	return err
}

// escape turns what a template puts out into HTML: texts are escaped, objects become JSON that may stand in a script.
func escape(v any) string {
	switch v := v.(type) {
	case markup:
		return string(v)
	case map[string]any:
		if b, err := json.Marshal(v); err == nil { // < > and & are \u003c …
			return string(b)
		}
	}
	return html.EscapeString(fmt.Sprint(v))
}

// direction is how the site's language is written.
func (st *site) direction() string {
	if st.Language == "ar" || st.Language == "he" {
		return "rtl"
	}
	return "ltr"
}
