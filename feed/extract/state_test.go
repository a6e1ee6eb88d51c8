package extract

import (
	"strings"
	"testing"
)

func TestBodyFromScripts(t *testing.T) {
	para := "The council voted on Tuesday to close the bridge for two years, and the ferry will run every ten minutes until then. "
	body := strings.Repeat(para, 4)
	for name, page := range map[string]string{
		"markup in a state": `<html><body><div id=app></div><script>window.state={"id":7,"contentHtml":"\u003cp\u003e` + body + `\u003c/p\u003e\u003cp\u003e` + body + `\u003c/p\u003e"}</script></body></html>`,
		"json in a string":  `<html><body><div id=app></div><script>push("{\"a\":1,\"b\":2,\"text\":\"` + body + body + `\"}")</script></body></html>`,
		"list of paragraphs": `<html><body><div id=app></div><script type="application/json">{"x":[{"content":"` + para + `"},{"content":"` + para + para +
			`"},{"content":"` + para + para + `"}],"other":"short"}</script></body></html>`,
		"json-ld that holds a summary": `<html><body><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"` + para + para + para + para + para + `"}</script><script>x={"html":"<p>Lena Holm = the town's pilot.</p><p>` +
			strings.Repeat(body, 3) + `</p>"}</script></body></html>`,
		"json-ld": `<html><body><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"` + body + `"}</script></body></html>`,
	} {
		d := newDocument(Input{HTML: []byte(page)}).fromScripts()
		if d == nil {
			t.Errorf("%s: no body found", name)
			continue
		}
		var all strings.Builder
		for i := range d.leaves {
			all.WriteString(d.leaves[i].text + " ")
		}
		if !strings.Contains(all.String(), strings.TrimSpace(body)) {
			t.Errorf("%s: found only %q", name, all.String())
		}
	}
	if d := newDocument(Input{HTML: []byte(`<script>var a="function(){return b}";` + strings.Repeat(`x("some_code = {1};");`, 200) + `</script>`)}).fromScripts(); d != nil {
		t.Error("code was taken for prose")
	}
}
