"""我的培训: the page every working day begins with."""
