package extract

import "testing"

// TestTitleBelowTheCrumbs: an h1 that ends the path to the page yields to the heading that is shown as the title.
func TestTitleBelowTheCrumbs(t *testing.T) {
	const head = `<title>Harbour: what ships must know now</title><meta property="og:title" content="Harbour: what ships must know now">` +
		`<script type="application/ld+json">{"@type":"Article","headline":"The harbour opens after long repairs"}</script>`
	const h1, h2 = `<h1>Harbour: what ships must know now</h1>`, `<h2>The harbour opens after long repairs</h2>`
	for _, c := range []struct{ name, page, want string }{
		{"named so", `<div class="c-Breadcrumb"><a href="/x">World</a>` + h1 + `</div>` + h2, "The harbour opens after long repairs"},
		{"named so on itself", `<div><h1 data-breadcrumb-headline>Harbour: what ships must know now</h1></div>` + h2, "The harbour opens after long repairs"},
		{"last of a list of links", `<ul><li><a href="/">Home</a></li><li><a href="/x">World</a></li><li>` + h1 + `</li></ul>` + h2, "The harbour opens after long repairs"},
		{"last of a row of links", `<div><a href="/">Home</a><a href="/x">World</a>` + h1 + `</div><main>` + h2 + `</main>`, "The harbour opens after long repairs"},
		{"no other heading", `<div class="breadcrumb">` + h1 + `</div><p>Text</p>`, "Harbour: what ships must know now"},
		{"another heading that nothing agrees with", `<div class="breadcrumb">` + h1 + `</div><h2>Newsletters</h2>`, "Harbour: what ships must know now"},
		{"one link above is a section", `<div><a href="/x">World</a>` + h1 + `</div>` + h2, "Harbour: what ships must know now"},
		{"in an article that crumbs surround", `<div class="breadcrumb-page"><article>` + h1 + h2 + `</article></div>`, "Harbour: what ships must know now"},
		{"a list with a picture", `<ul><li><a href="/x"><img src="a.jpg"></a></li><li>` + h1 + `</li></ul>` + h2, "Harbour: what ships must know now"},
	} {
		if got := described(head + c.page).Title; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestKicker: what stands in a heading above the title is set apart by a colon.
func TestKicker(t *testing.T) {
	for page, want := range map[string]string{
		`<h1><span class="kicker">Coast</span> The harbour opens</h1>`:                                  "Coast: The harbour opens",
		`<h1><span data-cy="kicker">Coast</span> <span>The harbour opens</span></h1>`:                   "Coast: The harbour opens",
		`<h1><span data-article-kicker="Coast">Coast</span><div>The harbour opens</div></h1>`:           "Coast: The harbour opens",
		`<h1><span>Coast <i class="sr-only">: </i></span><div>The harbour opens</div></h1>`:             "Coast: The harbour opens",
		`<h1><span>The “Coast”</span><span>:</span><span>The harbour opens</span></h1>`:                 "The “Coast”: The harbour opens",
		`<h1><span class="kicker">Is it safe?</span> The harbour opens</h1>`:                            "Is it safe? The harbour opens",
		`<h1>The harbour <span class="kicker-color">opens</span></h1>`:                                  "The harbour opens",
		`<h1><span data-text="The kicker of the century">The kicker of the century</span> retires</h1>`: "The kicker of the century retires",
		`<h1>Ukraine : la paix</h1>`: "Ukraine : la paix",
	} {
		if got := described(page).Title; got != want {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
	}
}

func TestTitleInCapitals(t *testing.T) {
	for page, want := range map[string]string{
		`<h1>THE HARBOUR OPENS AGAIN</h1><meta property="og:title" content="The harbour opens again">`: "The harbour opens again",
		`<h1>THE HARBOUR OPENS AGAIN</h1><title>THE HARBOUR OPENS AGAIN</title>`:                       "THE HARBOUR OPENS AGAIN",
		`<h1>THE HARBOUR OPENS AGAIN</h1><meta property="og:title" content="Ships sail on Monday">`:    "THE HARBOUR OPENS AGAIN",
		`<h1>THE OLD HARBOUR OPENS</h1><meta property="og:title" content="Opens the old harbour">`:     "THE OLD HARBOUR OPENS",
		`<h1>NASA</h1><meta property="og:title" content="Nasa">`:                                       "NASA",
	} {
		if got := described(page).Title; got != want {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
	}
}

// TestTitleOfManuals: a heading's own anchor is no part of the title, and the name of a book that stands in a heading above it
// is the site's.
func TestTitleOfManuals(t *testing.T) {
	for _, c := range []struct{ name, page, want string }{
		{"a sign behind", `<title>Tables — Ferry 4.2 documentation</title><h1>Tables<a class="headerlink" href="#tables">¶</a></h1>`, "Tables"},
		{"a sign in front", `<h1><a href="#tables">#</a> Tables of the ferry</h1>`, "Tables of the ferry"},
		{"a sign that is the title's", `<h1>The ferries of C#</h1>`, "The ferries of C#"},
		{"a link that leads elsewhere", `<h1>The sign <a href="/pilcrow">¶</a></h1>`, "The sign ¶"},
		{"a book's name above", `<title>Tables - The Ferry Book</title><h1 class="menu-title">The Ferry Book</h1><main><h1><a href="#t">Tables</a></h1></main>`, "Tables"},
		{"the book's own page", `<title>The Ferry Book</title><h1 class="menu-title">The Ferry Book</h1><main><h1>Ferries</h1></main>`, "The Ferry Book"},
	} {
		if got := described(c.page).Title; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
