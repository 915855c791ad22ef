package diagram

// paas draws platform services and the private endpoints that lead to them.
func (s *scene) paas() {
	for _, p := range s.design.PaaS {
		faded := s.faded(p.ID)
		kind := p.Service
		if kind == "" {
			kind = p.Type
		}
		n := s.plain(s.graph, "component", privateLink, faded, p.Name, kind)
		s.anchor(p.ID, n, "")
		for _, e := range s.design.PrivateEndpoints {
			for _, c := range e.Connections {
				if from, ok := s.find(e.ID); ok && c.Service.Target == p {
					s.line(from, anchor{node: n}, faded)
				}
			}
		}
	}
}
