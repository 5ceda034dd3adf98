"""The numbers: assumptions, formulas and the figures that pages may state. Knows units; knows no language."""
