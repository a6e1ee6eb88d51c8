module tidings

go 1.26
