"""Pages with a kernel behind them: live chapters and Voila apps."""
