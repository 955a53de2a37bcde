from . import krokus_floor_switch
