package decode

// check looks at the whole design for what Azure refuses or doubts.
func (d *Decoder) check() {}
