package fetch

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestPost(t *testing.T) {
	var elsewhere bool
	c, s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/else?secret=hunter2", http.StatusTemporaryRedirect)
		case "/else":
			elsewhere = true
		default:
			b, _ := io.ReadAll(r.Body)
			_, _ = io.WriteString(w, r.Method+" "+r.Header.Get("Content-Type")+" "+string(b))
		}
	})
	r, err := c.Get(t.Context(), Request{URL: s.URL, Post: []byte("a=b"), PostType: "application/x-www-form-urlencoded"})
	if err != nil || string(r.Body) != "POST application/x-www-form-urlencoded a=b" {
		t.Fatalf("%v %v", r, err)
	}
	if r, err = c.Get(t.Context(), Request{URL: s.URL, Post: []byte{}}); err != nil || !strings.HasPrefix(string(r.Body), "POST ") {
		t.Errorf("empty: %v %v", r, err)
	}
	_, err = c.Get(t.Context(), Request{URL: s.URL + "/moved", Post: []byte("password=x")})
	if e := wantKind(t, err, BadAnswer); elsewhere || strings.Contains(e.Error(), "hunter2") || !strings.Contains(e.Error(), "it redirects to "+s.URL) {
		t.Errorf("%v", e)
	}
}
